import { createHash } from 'node:crypto'
import PostalMime, { type Address, type Email } from 'postal-mime'
import { AppError, invalid } from '@/server/platform/errors'
import type { FoundItem } from '../connector'
import { linkOf, type Source, wellFormed } from './item'

/** Headers of one message, and how deep its parts may lie within each other. */
const limits = { maxHeadersSize: 256 * 1024, maxNestingDepth: 50, maxRfc822NestingDepth: 5 }

/** One message as an item, and the keys of those that it answers, the first of its thread first. */
export async function readMessage(
  raw: Buffer,
  source: Source,
  place: string,
): Promise<{ item: FoundItem; answers: string[] }> {
  const email = await parse(raw, place)
  if (email.headers.length === 0) throw invalid(`${place} has no headers: it is no message.`)
  const own = idsIn(email.messageId)[0]
  const key = own ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`
  const sent = email.date ? new Date(email.date) : null
  const time = sent && !Number.isNaN(sent.getTime()) ? sent : null
  const item = {
    key,
    thread: key,
    link: archivedAt(email) ?? `${linkOf(source)}#${encodeURIComponent(key)}`,
    title: email.subject ?? 'No subject',
    authors: namesOf(email.from ?? email.sender),
    createdAt: time,
    changedAt: time,
    body: textOf(email),
    readers: null,
  }
  return { item, answers: [...idsIn(email.references), ...idsIn(email.inReplyTo)].filter((id) => id !== key) }
}

async function parse(raw: Buffer, place: string): Promise<Email> {
  try {
    return await PostalMime.parse(raw, limits)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw invalid(`${place} is broken: its headers or parts are too long, or lie too deep within each other.`)
  }
}

const idsIn = (header: string | undefined): string[] =>
  [...(header ?? '').matchAll(/<([^<>\s]{1,400})>/g)].map(([, id]) => wellFormed(id!))

const namesOf = (address: Address | undefined): string[] => {
  if (!address) return []
  if (address.group) return address.group.flatMap(namesOf)
  const { name, address: mail } = address
  return [name && mail ? `${name} <${mail}>` : name || mail || ''].filter(Boolean)
}

/** The address that a list's archive gives a message (RFC 5064). */
function archivedAt({ headers }: Email): string | undefined {
  const value = headers.find(({ key }) => key === 'archived-at')?.value ?? ''
  const address = /^<?(https?:\/\/[^\s<>]{1,1000})>?$/.exec(value.trim())?.[1]
  return address && URL.canParse(address) ? address : undefined
}

/** The plain text of a message; where it has markup alone, the words of that. */
const textOf = ({ text, html }: Email): string => text ?? wordsOf(html ?? '')

const breaks = /<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^>]*>/gi
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words of markup, without what is not shown. Whatever is left of it stays text: nothing here is ever drawn as markup. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(breaks, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => entities[name]!)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

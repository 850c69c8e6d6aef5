import type { FileHandle } from 'node:fs/promises'
import { invalid } from '@/server/platform/errors'
import type { FoundItem } from '../connector'
import type { Config } from './config'

/** What every item has to keep to, whatever it was read from. */

/** The longest text of one item, in characters: more than any document that people read to its end. */
const mostBody = 1_000_000
const mostTitle = 500
const mostAuthors = 50

/** A file that is open, and what the settings say of it. */
export type Source = { handle: FileHandle; ref: string; settings: Config }

/** Refuses what could not be kept to the letter; `place` says which item of which file. */
export function checked(item: FoundItem, place: string): FoundItem {
  if (item.body.length > mostBody)
    throw invalid(`${place} has ${item.body.length} characters of text; ${mostBody} is the most.`)
  if (item.body.includes('\0')) throw invalid(`${place} has a NUL in its text: it is not text.`)
  return {
    ...item,
    title: oneLine(item.title).slice(0, mostTitle) || item.key,
    authors: item.authors.map((name) => oneLine(name).slice(0, mostTitle)).slice(0, mostAuthors),
    createdAt: plausible(item.createdAt),
    changedAt: plausible(item.changedAt),
  }
}

const oneLine = (text: string) => wellFormed(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim())

/** Text that UTF-8 can hold: half a surrogate pair becomes the sign for what could not be read. */
export const wellFormed = (text: string) => Buffer.from(text).toString()

/** A time that a calendar of four digits holds; a header may claim any. */
function plausible(time: Date | null): Date | null {
  const year = time?.getUTCFullYear() ?? Number.NaN
  return year >= 1 && year <= 9_999 ? time : null
}

/** The address of a file where the settings give one, else its path. */
export const linkOf = ({ ref, settings }: Pick<Source, 'ref' | 'settings'>): string => {
  if (!settings.link) return ref
  const path = ref.split('/').map(encodeURIComponent).join('/')
  return `${settings.link.replace(/\/?$/, '/')}${path}`
}

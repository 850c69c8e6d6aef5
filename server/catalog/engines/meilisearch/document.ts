import { createHash } from 'node:crypto'
import type { Entry } from '../../schema'
import { fold, root, spelled, words } from '../../word'
import { coded } from './code'

const TEXT = 20_000 // characters of one text that are found
const SHORTEST_ROOT = 4 // letters; a shorter one would begin too many words

/** A word as it is looked for: its root, if that is long enough to tell. */
export const looked = (word: string): string => (root(word).length >= SHORTEST_ROOT ? root(word) : word)

/** The words of a text, and their roots where they are others. */
function found(text: string): string {
  const list = spelled(text.slice(0, TEXT)).split(' ')
  const roots = new Set(list.map(looked).filter((one) => !list.includes(one)))
  return [...list, ...roots].join(' ')
}

const key = (...parts: string[]) => createHash('sha256').update(parts.join('\0')).digest('base64url')
export const keyOf = (orgId: string, id: string): string => key(orgId, id)
/** The document that tells what was written last for an organisation; no search of entries finds it. */
export const sealOf = (orgId: string): string => key('seal', orgId)

const standing = { published: 3, draft: 2, deprecated: 1, retired: 0 }

/** An entry as the index keeps it: words to be found by, and what visibility, choices and order need. */
export function documentOf(orgId: string, entry: Entry, hash: string) {
  const classes = [...new Set(entry.columns.flatMap(({ classification }) => classification ?? []))]
  const columns = entry.columns.flatMap(({ port, name }) => [port, name])
  return {
    pk: keyOf(orgId, entry.id),
    org: coded(orgId),
    id: entry.id,
    entryId: coded(entry.id),
    hash,
    t: words(entry.title)
      .map(({ word }) => looked(word))
      .join(' '),
    a: found(`${entry.title} ${entry.slug}`),
    b: found([...entry.tags, entry.domain.name, entry.domain.slug, ...columns].join(' ')),
    c: found(`${entry.purpose} ${entry.description}`),
    d: found(
      [
        entry.owner ?? '',
        ...entry.columns.map((one) => one.description ?? ''),
        ...(entry.questions ?? []),
        entry.context,
      ].join(' '),
    ),
    titleKey: fold(entry.title).slice(0, 200),
    slug: coded(entry.slug),
    type: coded(entry.type),
    status: coded(entry.status),
    published: entry.status !== 'draft',
    domainId: coded(entry.domain.id),
    domain: coded(entry.domain.slug),
    tag: entry.tags.map(coded),
    classification: classes.map(coded),
    changed: Date.parse(entry.changedAt),
    standing: standing[entry.status],
  }
}

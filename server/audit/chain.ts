import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Entry } from './schema'

/** What the first entry of a chain follows. */
export const genesis = '0'.repeat(64)

export interface Link {
  seq: number
  hash: string
}

type Content = Omit<Entry, 'seq' | 'prevHash' | 'hash'>

/** The hash of an entry at its place: SHA-256 of its canonical JSON (RFC 8785), which names the entry before it. */
export const hashOf = (
  org: string,
  { id, at, actor, action, resource, detail, requestId }: Content,
  seq: number,
  prevHash: string,
) =>
  createHash('sha256')
    .update(canonicalize({ org, id, at, actor, action, resource, detail, requestId, seq, prevHash })!)
    .digest('hex')

/** Entries in the order given, each linked to the one before. */
export function link(
  org: string,
  after: Link | null,
  entries: Content[],
): { id: string; seq: number; prevHash: string; hash: string }[] {
  let { seq, hash: prevHash } = after ?? { seq: 0, hash: genesis }
  return entries.map((content) => {
    seq += 1
    const sealed = { id: content.id, seq, prevHash, hash: hashOf(org, content, seq, prevHash) }
    prevHash = sealed.hash
    return sealed
  })
}

/** What is wrong with the next sealed entry after `before`; null when nothing is. */
export function faultOf(org: string, before: Link | null, next: Entry): string | null {
  const expected = before ?? { seq: 0, hash: genesis }
  // An entry was taken out, or put in.
  if (next.seq !== expected.seq + 1) return `entry ${expected.seq + 1} of the chain is missing`
  // The entry before it was replaced.
  if (next.prevHash !== expected.hash) return 'it does not follow the entry before it'
  // Its content is not what was sealed.
  if (next.hash !== hashOf(org, next, next.seq, expected.hash)) return 'it was changed after it was sealed'
  return null
}

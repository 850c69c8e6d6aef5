import { createHash } from 'node:crypto'

/** What we call our own things in a source. Made of ids alone, so that none needs a person's words and none meets another. */

/** The schema that holds the views of all grants; never shown as something to copy. */
export const ours = 'stoa_grants'

/** The part of an id that no other id shares. */
function tailOf(id: string): string {
  const found = /^[a-z]{3}_([0-9a-z]{20,30})$/.exec(id)
  if (!found) throw new TypeError('a grant is named by its id')
  return found[1]!
}

/** Holds the rights of one grant and never signs in. */
export const roleOf = (grant: string) => `stoa_grt_${tailOf(grant)}`
/** Signs in to prove one grant, and for nothing else. */
export const proofOf = (grant: string) => `stoa_proof_${tailOf(grant)}`
/** Signs a grantee in, with all their grants of one connection. */
export const loginOf = (grantee: string) =>
  `stoa_login_${createHash('sha256').update(grantee).digest('hex').slice(0, 32)}`

/** What the names of a grant's views end with. */
export const viewEnd = (grant: string) => `_${tailOf(grant)}`

/** A view's name: something of the object's for people, and the grant's own end. */
export function viewOf(object: string, grant: string): string {
  const words = object
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return `${words.slice(0, 30) || 'rows'}${viewEnd(grant)}`
}

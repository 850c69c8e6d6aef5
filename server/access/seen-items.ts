import type { OrgScope } from '@/server/platform/db'
import { listHolders } from './review-store'
import { type Sees, seenGrants } from './seen-grants'

/** Which grants on the lists of reviews may be told of; where nobody in particular looks, all. */
export async function seenItems(scope: OrgScope, grantIds: string[], sees: Sees | undefined) {
  if (!sees) return () => true
  const [of, grants] = await Promise.all([seenGrants(scope, sees), listHolders(scope, [...new Set(grantIds)])])
  const seen = new Set(grants.filter(of).map(({ id }) => id))
  return (grantId: string) => seen.has(grantId)
}

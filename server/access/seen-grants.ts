import type { OrgScope } from '@/server/platform/db'
import { holderIds } from './holder-ids'
import type { StoredGrant } from './store'

type Seen = { type: 'grant'; id: string; domainId: string; principalId: string }
/** Who looks at a list of grants, and what policy says of each. */
export type Sees = { principalId: string; of: (grant: Seen) => boolean }

/** What a list may tell of: what somebody holds through a domain is theirs to see like their own. */
export async function seenGrants(scope: OrgScope, sees: Sees | undefined) {
  if (!sees) return () => true
  const own = await holderIds(scope, sees.principalId)
  return ({ id, domainId, principalId: holder }: Pick<StoredGrant, 'id' | 'domainId' | 'principalId'>): boolean => {
    const principalId = own.includes(holder) ? sees.principalId : holder
    return sees.of({ type: 'grant', id, domainId, principalId })
  }
}

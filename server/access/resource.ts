import * as agents from '@/server/agent'
import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy'
import { requestResource } from './request-resource'
import { findRequest } from './request-store'
import { findGrant } from './store'

/**
 * What policy is asked about: a request or a grant, whose it is and whose domain it concerns. Null where there is none. A domain's
 * grant is each member's to see, and its owners' to give back (`as` says who looks and which of the two it takes). An agent's is its
 * sponsor's, too.
 */
export async function resource(
  scope: OrgScope,
  type: 'request' | 'grant',
  id: string,
  as?: { principal: Principal; owning?: boolean },
) {
  if (type === 'request') {
    const row = await findRequest(scope, id)
    return row && requestResource(row)
  }
  const row = await findGrant(scope, id)
  if (!row) return null
  const sponsors = as && row.principalType === 'agent' ? await agents.peopleBehind(scope, [row.principalId]) : []
  if (as && sponsors.includes(as.principal.id))
    return { type, id: row.id, domainId: row.domainId, principalId: as.principal.id }
  const theirs = as?.principal.domains.find((domain) => domain.id === row.principalId)
  const through = row.principalType === 'domain' && theirs && (!as?.owning || theirs.role === 'owner')
  return { type, id: row.id, domainId: row.domainId, principalId: through ? as?.principal.id : row.principalId }
}

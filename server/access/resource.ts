import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** What policy is asked about: a request or a grant, whose it is and whose domain it concerns. Null where there is none. */
export async function resource(scope: OrgScope, type: 'request' | 'grant', id: string) {
  const row = await (type === 'request' ? store.findRequest(scope, id) : store.findGrant(scope, id))
  return row && { type, id: row.id, domainId: row.domainId, principalId: row.principalId }
}

import type { OrgScope, Tx } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { grantEnded, removalDue } from './events'
import type { StoredGrant } from './store'

/** Says that a grant's right is over: what runs under it stops, and what stands in a source is taken back. */
export async function announceEnd(tx: Tx, scope: OrgScope, grant: Pick<StoredGrant, 'id' | 'delivery'>): Promise<void> {
  const data = { org: scope.orgId, grant: grant.id }
  await emit(tx, { name: grantEnded.name, data })
  if (grant.delivery === 'source') await emit(tx, { name: removalDue.name, data })
}

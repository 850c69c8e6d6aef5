import type { OrgScope } from '@/server/platform/db'
import * as deliveries from './delivery-store'
import { isLive } from './grant-life'
import { noteDrift } from './note-drift'
import { recordProof } from './record-proof'
import type { GrantState } from './schema'
import { sourceGrant } from './source-grant'
import type { StoredGrant } from './store'
import { tellSuspended } from './tell-suspended'
import { withRights } from './with-rights'

/**
 * Closes a grant in its source that must not be open there at this moment, though its right goes on: sessions end, its sign-in is
 * refused, and both are proven. It is given again once nothing stands in the way.
 */
export async function suspendGrant(scope: OrgScope, grant: StoredGrant, why: string): Promise<GrantState> {
  const { grant: plan } = await sourceGrant(scope, grant)
  await withRights(scope, grant, async (rights) => {
    const claim = await rights.revoke(plan, { forGood: false })
    const probe = await rights.probe(plan, 'gone')
    const first = isLive(grant.state) && grant.state !== 'drifted'
    await recordProof(scope, grant, { probe, occasion: first ? 'suspended' : 'watched' })
    if (!claim.done) await deliveries.noteDelivery(scope, grant, { script: claim.script })
  })
  const state = await noteDrift(scope, grant, { note: why, problem: why })
  // What was never open has nothing to miss.
  if (isLive(grant.state)) await tellSuspended(scope, grant, why)
  return state
}

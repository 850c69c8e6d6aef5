import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as deliveries from './delivery-store'
import { failDelivery } from './fail-delivery'
import { moveGrant } from './grant-life'
import { recordProof } from './record-proof'
import type { GrantState } from './schema'
import { sourceGrant } from './source-grant'
import * as store from './store'
import { withRights } from './with-rights'

/** Takes an ended right back in its source, ends the sessions that use it, and proves that it is gone; only then the grant is ended. */
export async function removeDelivery(scope: OrgScope, id: string): Promise<GrantState | null> {
  const found = await store.findGrant(scope, id)
  if (!found || found.delivery !== 'source' || !found.endedAs || found.state === 'ended') return found?.state ?? null
  const grant = found.state === 'failed' ? await again(scope, found) : found
  const { grant: plan } = await sourceGrant(scope, grant)
  try {
    await withRights(scope, grant, async (rights) => {
      const claim = await rights.revoke(plan, { forGood: true })
      if (!claim.done) await deliveries.noteDelivery(scope, grant, { script: claim.script })
      const probe = await rights.probe(plan, 'gone')
      await recordProof(scope, grant, { probe, occasion: 'ended', to: 'ended' })
    })
  } catch (error) {
    await failDelivery(scope, grant, error)
  }
  return (await store.findGrant(scope, id))?.state ?? null
}

async function again(scope: OrgScope, grant: store.StoredGrant): Promise<store.StoredGrant> {
  const state = moveGrant(grant, 'deprovisioning')
  const facts = { failedStage: null, problem: null }
  await deliveries.noteDelivery(scope, grant, facts, { at: now(), state, by: 'system', note: 'Tried again' })
  return { ...grant, ...facts, state }
}

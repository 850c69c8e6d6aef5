import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { deliverGrant } from './deliver-grant'
import * as deliveries from './delivery-store'
import { isLive, standsAt } from './grant-life'
import { noteDrift } from './note-drift'
import { recordProof } from './record-proof'
import { removeDelivery } from './remove-delivery'
import type { GrantState } from './schema'
import { sourceGrant } from './source-grant'
import * as store from './store'
import { suspendGrant } from './suspend-grant'
import { withRights } from './with-rights'

/**
 * Looks after one grant in its source: proves it again, repairs what drifted, closes what must not be open at this moment, and goes
 * on with what was begun and broke off.
 */
export async function watchGrant(scope: OrgScope, id: string): Promise<GrantState | null> {
  const grant = await store.findGrant(scope, id)
  if (!grant || grant.delivery !== 'source' || grant.state === 'ended') return grant?.state ?? null
  if (grant.endedAs) return removeDelivery(scope, id)
  // Whose time is over is labelled first, by whoever ends what is due.
  if (standsAt(grant, now()).endedAs) return grant.state
  const { grant: plan, obstacle } = await sourceGrant(scope, grant)
  if (!obstacle && (!isLive(grant.state) || grant.state === 'drifted')) return deliverGrant(scope, id)
  try {
    if (obstacle) return await suspendGrant(scope, grant, obstacle)
    const holds = await withRights(scope, grant, async (rights) => {
      const probe = await rights.probe(plan, 'given')
      // The mark is what the views were made as; a drifted one is never taken for it.
      const read = probe.holds ? probe : { ...probe, mark: undefined }
      await recordProof(scope, grant, { probe: read, occasion: 'watched' })
      return probe.holds
    })
    if (holds) return grant.state
  } catch (error) {
    // What the source has become does not let it be given as contract and policies say: then not at all.
    if (error instanceof AppError && error.code === 'conflict')
      return suspendGrant(scope, grant, error.message).catch((again) => unread(scope, grant, again))
    return unread(scope, grant, error)
  }
  await noteDrift(scope, grant, { note: 'What the source gives is no longer what is to be given' })
  return deliverGrant(scope, id)
}

/** A source that does not answer proves nothing: the grant stays as it stands, and says since when it was not read. */
async function unread(scope: OrgScope, grant: store.StoredGrant, error: unknown): Promise<GrantState> {
  const known = error instanceof AppError && error.code !== 'internal'
  const problem = known ? `It could not be read as its holder: ${error.message}` : 'It could not be read as its holder.'
  await deliveries.noteDelivery(scope, grant, { problem: problem.slice(0, 1_000) })
  if (!known) throw error
  return grant.state
}

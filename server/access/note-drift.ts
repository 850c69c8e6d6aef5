import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as deliveries from './delivery-store'
import { isLive, moveGrant } from './grant-life'
import type { GrantState } from './schema'
import type { StoredGrant } from './store'

/** A live grant stands as drifted from here on; any other keeps its state, and says why it is not given. */
export async function noteDrift(
  scope: OrgScope,
  grant: StoredGrant,
  { note, problem }: { note: string; problem?: string },
): Promise<GrantState> {
  const facts = problem === undefined ? {} : { problem: problem.slice(0, 1_000) }
  if (!isLive(grant.state) || grant.state === 'drifted') {
    await deliveries.noteDelivery(scope, grant, facts)
    return grant.state
  }
  const state = moveGrant(grant, 'drifted')
  await deliveries.noteDelivery(scope, grant, facts, { at: now(), state, by: 'system', note })
  return state
}

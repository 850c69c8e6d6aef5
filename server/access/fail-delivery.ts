import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as deliveries from './delivery-store'
import { moveGrant } from './grant-life'
import type { StoredGrant } from './store'

/** Notes why a stage failed (what drifted stays so until it is mended); throws on where trying again soon may help, so that the job does. */
export async function failDelivery(scope: OrgScope, grant: StoredGrant, error: unknown): Promise<void> {
  const known = error instanceof AppError && error.code !== 'internal'
  const problem = known ? error.message.slice(0, 1_000) : 'It failed on our side; it is tried again.'
  const state = grant.state === 'drifted' ? grant.state : moveGrant(grant, 'failed')
  const moment = { at: now(), state, by: 'system', note: problem }
  // Whoever moved it meanwhile knows better.
  if (state === 'drifted') await deliveries.noteDelivery(scope, grant, { problem })
  else await deliveries.noteDelivery(scope, grant, { failedStage: grant.state, problem }, moment)
  if (!known || error.code === 'unavailable' || error.code === 'limited') throw error
}

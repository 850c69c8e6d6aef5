import { paceOf } from './pace-of'
import type { StoredRequest } from './request-store'
import { type Due, nextDue } from './request-times'
import { climb, type Levels, spent } from './step-plan'

type Facts = Pick<
  StoredRequest,
  'state' | 'movedAt' | 'remindedAt' | 'domainId' | 'principalId' | 'steps' | 'events' | 'pace'
>

/** When the clock next has something to do with a request that waits, from what is stored of it. */
export function dueOf(request: Facts, levels: Levels): Due {
  const { movedAt, remindedAt } = request
  const of = { domainId: request.domainId, not: spent(request.principalId, request.steps) }
  const waiting = request.steps.filter(({ state }) => state === 'waiting')
  const climbs = waiting.some((step) => climb(step, levels, of) !== null)
  const climbed = request.events.filter(({ state, at }) => state === 'climbed' && at >= movedAt).length
  const state = request.state === 'info_needed' ? 'info_needed' : 'submitted'
  return nextDue({ state, movedAt, remindedAt, climbed: climbs ? climbed : null }, paceOf(request))
}

import { conflict } from '@/server/platform/errors'
import { type CoveredObjects, type Delivery, type Ending, type GrantState, liveStates } from './schema'

/** The life of a grant. What the clock ends needs nobody to say so; what a source gives or takes is believed only once it was proven. */

type Ways = Record<GrantState, readonly GrantState[]>
const none: readonly GrantState[] = []

/** Delivered by the portal: it checks every read itself, so that a grant is active, and ended, at once. */
const byPortal: Ways = {
  pending: ['active', 'ended'],
  active: ['expiring', 'ended'],
  expiring: ['active', 'ended'],
  provisioning: none,
  unverified: none,
  drifted: none,
  deprovisioning: none,
  failed: none,
  ended: none,
}

/** Delivered in a source: given, then proven; any live state may be taken back, and is ended once that was proven. */
const inSource: Ways = {
  pending: ['provisioning', 'deprovisioning', 'failed'],
  provisioning: ['unverified', 'deprovisioning', 'failed'],
  unverified: ['active', 'provisioning', 'deprovisioning', 'failed'],
  active: ['drifted', 'expiring', 'deprovisioning', 'failed'],
  drifted: ['active', 'deprovisioning', 'failed'],
  expiring: ['active', 'drifted', 'deprovisioning', 'failed'],
  deprovisioning: ['ended', 'failed'],
  // And back to the stage that failed.
  failed: ['deprovisioning'],
  ended: none,
}

/** States of a source's grant that only a proof makes. */
const proven: readonly GrantState[] = ['active', 'ended']

type Standing = { state: GrantState; delivery: Delivery; failedStage?: string | null }

/** The state gone to, or a conflict that says where the grant stands. */
export function moveGrant(from: Standing, to: GrantState, { proof = false } = {}): GrantState {
  const { state, delivery, failedStage } = from
  const source = delivery === 'source'
  const retry = state === 'failed' && to === failedStage
  // What failed while it was taken back is never given again.
  const closing = state === 'failed' && failedStage === 'deprovisioning' && !retry
  const legal = retry || ((source ? inSource : byPortal)[state].includes(to) && !closing)
  if (!legal) throw conflict(`This grant is ${state}; it cannot become ${to}.`)
  if (source && proven.includes(to) && !proof)
    throw conflict(`This grant is ${state}; only a proof makes it ${to}, since it is delivered in a source.`)
  return to
}

/** Whether a state, by itself, allows reading. */
export const isLive = (state: GrantState): boolean => (liveStates as readonly GrantState[]).includes(state)

/** Where a grant goes when its right is over: the portal's ends, a source's has to be taken back first. */
export const overState = (delivery: Delivery): GrantState => (delivery === 'portal' ? 'ended' : 'deprovisioning')

type Life = {
  state: GrantState
  delivery: Delivery
  breakGlass: boolean
  endedAs: Ending | null
  startsAt: Date
  endsAt: Date
  endedAt: Date | null
}

/**
 * How a grant stands at a moment, whether or not anybody wrote that down yet: past its end date its right is over, and from when its
 * holder is warned it is about to end. What was taken in an emergency lasts hours, and warns nobody.
 */
export function standsAt(grant: Life, at: Date): Pick<Life, 'state' | 'endedAs' | 'endedAt'> {
  if (grant.endedAs === null && grant.endsAt <= at)
    return { state: overState(grant.delivery), endedAs: 'expired', endedAt: grant.endsAt }
  const near = grant.state === 'active' && !grant.breakGlass && warnAt(grant) <= at
  return { state: near ? 'expiring' : grant.state, endedAs: grant.endedAs, endedAt: grant.endedAt }
}

const EARLIEST = 14 * 86_400_000 // ms
const LAST_PART = 0.2

/** When a holder is told that the end is near: two weeks before, or in the last fifth of a short grant. */
export function warnAt({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Date {
  const last = (endsAt.getTime() - startsAt.getTime()) * LAST_PART
  return new Date(endsAt.getTime() - Math.min(EARLIEST, last))
}

type Kind = { principalId: string; productId: string; port: string; purpose: string; breakGlass?: boolean }

/**
 * One live grant, and one open request, for each of these. Slugs and names hold no space, so that two never look alike. What is taken
 * in an emergency stands beside what is held, and replaces nothing.
 */
export const liveKey = ({ principalId, productId, port, purpose, breakGlass }: Kind): string =>
  [principalId, productId, encodeURIComponent(port), purpose, ...(breakGlass ? ['emergency'] : [])].join(' ')

/** What a grant still shows of a port's objects: never more than it recorded, never more than is there. */
export function within<C extends { name: string }, O extends { name: string; columns: C[] }>(
  recorded: CoveredObjects,
  objects: readonly O[],
): O[] {
  return objects.flatMap((object) => {
    const covered = recorded.find(({ name }) => name === object.name)
    if (!covered) return []
    const columns = object.columns.filter(({ name }) => covered.columns.includes(name))
    return columns.length > 0 ? [{ ...object, columns }] : []
  })
}

import { type IncidentState, liveStates } from './schema'

/** What becomes of an incident when its cause is seen once more, and when nothing of it is seen any longer. */

type Standing = { state: IncidentState; quiet: boolean }

/** Somebody has to look after it. */
export const isLive = (state: IncidentState): boolean => (liveStates as readonly IncidentState[]).includes(state)

/** Somebody has to, and nobody does yet. */
export const awaits = (state: IncidentState): boolean => isLive(state) && state !== 'acknowledged'

/**
 * `opens`: it is told of for the first time. `seen`: it is known already. `regresses`: it was mended and is back. One that was
 * resolved as no fault stays quiet until its promise was kept once.
 */
export function whenSeen(incident: Standing | null): 'opens' | 'seen' | 'regresses' {
  if (!incident) return 'opens'
  return isLive(incident.state) || incident.quiet ? 'seen' : 'regresses'
}

/** `recovers`: nobody had resolved it, and there is nothing left to mend. `ends`: the quiet does, and what comes next is told of. */
export function whenGone({ state, quiet }: Standing): 'recovers' | 'ends' | 'stays' {
  if (isLive(state)) return 'recovers'
  return quiet ? 'ends' : 'stays'
}

/** Why a step cannot be taken by hand; null where it can. */
export function obstacle(step: 'acknowledge' | 'resolve', state: IncidentState): string | null {
  if (state === 'resolved') return 'This incident is resolved already.'
  return step === 'acknowledge' && state === 'acknowledged' ? 'This incident is acknowledged already.' : null
}

import type { AdjustmentKind, IncidentState } from './schema'

/** What may be done about an incident, and what may be taken back. */

type Done = { kind: AdjustmentKind; at: Date; until: Date | null; undoneAt: Date | null; ruleKey: string | null }

/** Those that can be taken back by hand; a message was read, a run was made, and a draft is dropped in the editor. */
export const reversible: readonly AdjustmentKind[] = ['roll_back', 'degrade', 'pause', 'rebaseline']

/** Those that may mend what is broken: what is measured after the next of them is not the merit of the one before. */
export const mending: readonly AdjustmentKind[] = ['roll_back', 'rerun', 'rebaseline', 'new_version']

/** It still holds the port, or what is expected of it, in a state that it can be taken out of. */
export const isStanding = ({ kind, until, undoneAt }: Done, at: Date): boolean =>
  reversible.includes(kind) && undoneAt === null && (until === null || until > at)

/** Why something cannot be done about an incident now; null where it can. */
export function hindrance(
  ask: { kind: AdjustmentKind; until: Date | null },
  { state, done }: { state: IncidentState; done: readonly Done[] },
  { at, longest }: { at: Date; longest: number },
): { path: string; message: string } | { path: null; message: string } | null {
  if (ask.kind === 'pause') {
    if (ask.until === null) return { path: 'until', message: 'must say until when a port is paused' }
    if (ask.until <= at) return { path: 'until', message: 'must lie in the future' }
    if (ask.until.getTime() - at.getTime() > longest)
      return { path: 'until', message: 'must be at most 30 days from now' }
  } else if (ask.until !== null) return { path: 'until', message: 'is for a pause alone' }
  // Readers may be told of what was mended, too.
  if (state === 'resolved' && ask.kind !== 'tell')
    return { path: null, message: 'This incident is resolved; there is nothing left to do about it.' }
  const stands = done.some((one) => one.kind === ask.kind && isStanding(one, at))
  // A port may be taken back further; it is marked once for each incident.
  if (stands && (ask.kind === 'pause' || ask.kind === 'degrade'))
    return {
      path: null,
      message: `The port is ${ask.kind === 'pause' ? 'paused' : 'marked degraded'} for this incident already.`,
    }
  return null
}

/** Why something that was done cannot be taken back; null where it can. */
export function whyNotUndone(done: Done, at: Date): string | null {
  if (!reversible.includes(done.kind)) return 'This cannot be taken back.'
  if (done.undoneAt) return 'This was taken back already.'
  return isStanding(done, at) ? null : 'This has ended by itself.'
}

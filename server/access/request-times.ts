/** When the clock next has something to do with a request that waits: remind, ask higher up, or let it time out. */

const HOUR = 3_600_000

export interface Pace {
  /** All in hours. */
  remindAfter: number
  climbAfter: number
  timeOutAfter: number
  answerWithin: number
}
export interface Waiting {
  state: 'submitted' | 'info_needed'
  /** When it last changed hands. */
  movedAt: Date
  remindedAt: Date | null
  /** How often it has climbed since; null where it can climb no further. */
  climbed: number | null
}
export type Due = { at: Date; what: 'remind' | 'climb' | 'time_out' }

export function nextDue(request: Waiting, pace: Pace): Due {
  const after = (hours: number) => new Date(request.movedAt.getTime() + hours * HOUR)
  const answering = request.state === 'info_needed'
  const end: Due = { at: after(answering ? pace.answerWithin : pace.timeOutAfter), what: 'time_out' }
  const due: Due[] = [end]
  // One reminder for each time it changed hands; a second one would be the climb.
  if (request.remindedAt === null || request.remindedAt < request.movedAt)
    due.push({ at: after(pace.remindAfter), what: 'remind' })
  if (!answering && request.climbed !== null)
    due.push({ at: after(pace.climbAfter * (request.climbed + 1)), what: 'climb' })
  return due.reduce((first, one) => (one.at < first.at ? one : first))
}

export const timesOutAt = (request: Pick<Waiting, 'state' | 'movedAt'>, pace: Pace): Date =>
  new Date(request.movedAt.getTime() + HOUR * (request.state === 'info_needed' ? pace.answerWithin : pace.timeOutAfter))

import type { Adjustment, AdjustmentKind, IncidentEventKind } from '@/server/observe/schema'
import { doneWords, eventWords } from './words'

/** What a line is marked with; `done`: what somebody did, or took back, then. */
export type LineEvent = { kind: IncidentEventKind; at: string; done?: AdjustmentKind | null }

/** An incident's history with what was done about it named. */
export const eventsOf = (
  events: readonly LineEvent[],
  adjustments: readonly Pick<Adjustment, 'kind' | 'at' | 'undoneAt'>[],
): LineEvent[] =>
  events.map((event) => {
    if (event.kind !== 'adjusted' && event.kind !== 'undone') return event
    const done = adjustments.find((one) => (event.kind === 'adjusted' ? one.at : one.undoneAt) === event.at)
    return { ...event, done: done?.kind ?? null }
  })

/** What stands at a mark; what was done about an incident is drawn otherwise than what became of it. */
export function markOf({ kind, at, done }: LineEvent): { at: string; label: string; doing: boolean } {
  const doing = kind === 'adjusted' || kind === 'undone'
  const word = doing && done ? doneWords[done] : eventWords[kind]
  return { at, doing, label: kind === 'undone' && done ? `${eventWords.undone}: ${word.toLowerCase()}` : word }
}

const ends: readonly IncidentEventKind[] = ['resolved', 'recovered']
const begins: readonly IncidentEventKind[] = ['opened', 'regressed']

/** The times in which a promise was known to be broken, from events that come the oldest first; the last may go on until now. */
export function lineSpans(events: readonly LineEvent[], now: string): { from: string; to: string }[] {
  const spans: { from: string; to: string }[] = []
  let from: string | null = null
  for (const { kind, at } of events) {
    if (begins.includes(kind)) from ??= at
    else if (ends.includes(kind) && from !== null) {
      spans.push({ from, to: at })
      from = null
    }
  }
  return from === null ? spans : [...spans, { from, to: now }]
}

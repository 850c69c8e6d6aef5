import type { IncidentEventKind } from '@/server/observe/schema'

/** What a line is marked with. */
export type LineEvent = { kind: IncidentEventKind; at: string }

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

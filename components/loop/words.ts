import type { Tone } from '@/components/ui/status'
import type {
  Adjustment,
  AdjustmentKind,
  Expectation,
  Incident,
  IncidentEventKind,
  MeasurementState,
  Resolution,
  Verdict,
} from '@/server/observe/schema'

/** How states and steps of incidents are said. */

export const resolutionWords: Record<Resolution, string> = {
  fixed: 'Fixed',
  expected: 'Expected',
  false_alarm: 'False alarm',
}

export function stateOf({ state, severity, resolvedAs }: Pick<Incident, 'state' | 'severity' | 'resolvedAs'>): {
  tone: Tone
  word: string
} {
  const tone = severity === 'error' ? 'bad' : 'warn'
  if (state === 'resolved') return { tone: 'ok', word: resolvedAs ? resolutionWords[resolvedAs] : 'Resolved' }
  if (state === 'acknowledged') return { tone, word: 'Looked after' }
  return { tone, word: state === 'regressed' ? 'Broken again' : 'Broken' }
}

export const eventWords: Record<IncidentEventKind, string> = {
  opened: 'Opened',
  acknowledged: 'Looked after',
  resolved: 'Resolved',
  recovered: 'Kept again, resolved by itself',
  regressed: 'Broken again',
  adjusted: 'Something was done',
  undone: 'Taken back',
  refused: 'A rule could not do its part',
}

const measuredWords: Record<MeasurementState, [Tone, string]> = {
  kept: ['ok', 'kept'],
  broken: ['bad', 'broken'],
  unknown: ['neutral', 'not measured'],
}
/** How a promise stood last; what is but a warning looks like one. */
export function standsAs({ last, severity }: Pick<Expectation, 'last' | 'severity'>): [Tone, string] {
  const [tone, word] = measuredWords[last?.state ?? 'unknown']
  return [tone === 'bad' && severity === 'warning' ? 'warn' : tone, word]
}

const kindWords: Record<string, string> = {
  schema: 'Schema',
  quality: 'Quality',
  freshness: 'Freshness',
  volume: 'Volume',
  drift: 'Drift',
  metric: 'Metric',
  relation: 'Relation',
  access: 'Access',
  service_level: 'Service level',
}
/** What a promise is about. */
export const kindWord = (kind: string): string => kindWords[kind] ?? kind

/** A time as one would say it, in the unit that tells something: "40 s", "3 min", "5.2 h", "4 days". Takes seconds. */
export function span(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * 3_600) return `${Number((seconds / 3_600).toFixed(1))} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** What was done, as a line of history says it. */
export const doneWords: Record<AdjustmentKind, string> = {
  roll_back: 'Port rolled back',
  degrade: 'Port marked degraded',
  pause: 'Port paused',
  rerun: 'Sources read again',
  rebaseline: 'Taken as the new normal',
  new_version: 'New version opened',
  tell: 'Readers told',
}

export const verdictWords: Record<Verdict, [Tone, string]> = {
  pending: ['busy', 'measuring'],
  helped: ['ok', 'helped'],
  no_change: ['neutral', 'no change'],
  worse: ['bad', 'made worse'],
}

/** A line of history; what was done is named where it is known. */
export function eventTitle({ kind, at }: { kind: IncidentEventKind; at: string }, adjustments: readonly Adjustment[]) {
  const done = adjustments.find((one) => (kind === 'adjusted' ? one.at : one.undoneAt) === at)
  if (kind === 'adjusted' && done) return doneWords[done.kind]
  return kind === 'undone' && done ? `${eventWords.undone}: ${doneWords[done.kind].toLowerCase()}` : eventWords[kind]
}

import type { Tone } from '@/components/ui/status'
import type { Incident, IncidentEventKind, MeasurementState, Resolution } from '@/server/observe/schema'

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
  refused: 'A rule was not let',
}

export const measuredWords: Record<MeasurementState, [Tone, string]> = {
  kept: ['ok', 'kept'],
  broken: ['bad', 'broken'],
  unknown: ['neutral', 'not measured'],
}

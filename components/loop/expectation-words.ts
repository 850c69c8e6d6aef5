import type { AddedKind } from '@/server/observe/added-schema'
import type { ExpectationKind } from '@/server/observe/schema'

/** What each kind of expectation is called, and what one is for. */
export const kindWords: Record<ExpectationKind, string> = {
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
export const kindHints: Record<AddedKind, string> = {
  drift: 'A column’s values are distributed as they were',
  volume: 'A port has as many rows as it should',
  metric: 'A number of your own, by SQL, lies in its band',
  relation: 'Two columns fit each other, in a row or across ports',
  freshness: 'What a port shows was read from its source lately',
  access: 'Grants work as they were proven, and are used',
  service_level: 'Requests do not wait longer than they may',
}

export function scheduleWords(schedule: string): string {
  if (schedule === 'on_change') return 'with each new snapshot'
  const known = schedules.find(({ value }) => value === schedule)
  return known ? known.label.toLowerCase() : `at ${schedule} (UTC)`
}
export const schedules = [
  { value: '*/15 * * * *', label: 'Every quarter of an hour' },
  { value: '0 * * * *', label: 'Every hour' },
  { value: '0 6 * * *', label: 'Every day at 06:00 UTC' },
  { value: '0 6 * * 1', label: 'Every Monday at 06:00 UTC' },
]

import type { AddedKind } from '@/server/observe/added-schema'

/** What one of each kind is for. */
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

import { CronExpressionParser } from 'cron-parser'
import type { ExpectationKind } from './schema'

/** When what was added is measured. */

/** ms between two measurements at least */
const LEAST = 15 * 60_000
/** Times that are looked at to know how close together a schedule's come. */
const LOOKED_AT = 24
/** Kinds that no snapshot tells of. */
const clocked: ReadonlySet<ExpectationKind> = new Set(['access', 'service_level', 'freshness'])
export const isByTheClock = (kind: ExpectationKind): boolean => clocked.has(kind)
const quarterly = '*/15 * * * *'

/** The schedule of an expectation that names none. */
export const usual = (kind: ExpectationKind): string => (isByTheClock(kind) ? quarterly : 'on_change')

/** Why a schedule cannot be kept; null where it can. */
export function faultOf(schedule: string, kind: ExpectationKind): string | null {
  if (schedule === 'on_change')
    return isByTheClock(kind) ? 'no snapshot tells of this: name a time, as in "0 6 * * *"' : null
  if (schedule.trim().split(/\s+/).length !== 5)
    return 'must be "on_change", or have five fields: minute, hour, day, month, weekday (UTC)'
  const times = timesAfter(schedule, new Date(Date.UTC(2026, 0, 1)))
  if (times.length === 0) return 'is not a cron expression, or never comes; "0 6 * * *" is every day at 06:00 UTC'
  const close = times.some((time, n) => n > 0 && time.getTime() - times[n - 1]!.getTime() < LEAST)
  return close ? 'comes more often than every 15 minutes' : null
}

function timesAfter(cron: string, after: Date): Date[] {
  try {
    const parsed = CronExpressionParser.parse(cron, { currentDate: after, tz: 'UTC' })
    return Array.from({ length: LOOKED_AT }, () => parsed.next().toDate())
  } catch {
    return []
  }
}

/** When it comes next; null where only a change wakes it. However many times went by, one measurement makes up for them. */
export const nextAfter = (schedule: string, at: Date): Date | null =>
  schedule === 'on_change' ? null : (timesAfter(schedule, at)[0] ?? null)

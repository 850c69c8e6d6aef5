import { CronExpressionParser } from 'cron-parser'
import { invalid } from '@/server/platform/errors'

const wrong = (message: string) => invalid(`The schedule ${message}`, [{ path: 'schedule', message }])

/** When a cron expression (five fields, UTC) comes next; throws `invalid` where it is none. */
export function nextTime(cron: string, after: Date): Date {
  if (cron.trim().split(/\s+/).length !== 5)
    throw wrong('must have five fields: minute, hour, day, month, weekday (UTC).')
  try {
    return CronExpressionParser.parse(cron, { currentDate: after, tz: 'UTC' }).next().toDate()
  } catch {
    throw wrong('is not a cron expression, or never comes; "0 5 * * *" is every day at 05:00 UTC.')
  }
}

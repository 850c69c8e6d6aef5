import { CronExpressionParser } from 'cron-parser'

const units: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }

/** When a time string ("1h30m") or an ISO date falls, in epoch ms. `now` is epoch ms. */
export function dueAt(text: string, now: number): number {
  const at = /^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)
    ? [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)].reduce(
        (sum, [, n, unit]) => sum + Number(n) * units[unit!]!,
        now,
      )
    : Date.parse(text)
  if (Number.isNaN(at)) throw new Error(`unsupported time: ${text}`)
  return at
}

/** The next time a cron expression ("0 5 * * *", "TZ=Europe/Berlin 0 5 * * *") falls after `after`; UTC unless it names a zone. */
export function nextCron(expression: string, after: Date): Date {
  const zoned = /^TZ=(\S+) (.*)$/.exec(expression)
  return CronExpressionParser.parse(zoned?.[2] ?? expression, { tz: zoned?.[1] ?? 'UTC', currentDate: after })
    .next()
    .toDate()
}

/** How long a right lasts, in ISO 8601: `P90D`, `P6M`, `P1Y2M`, `P2W`, `PT12H`. At most two years. */

export type Duration = { years: number; months: number; days: number; hours: number }

const pattern = /^P(?=.)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(\d{1,4})H)?$/
const LONGEST = { years: 2, months: 0, days: 0, hours: 0 }
// Any date will do to compare; this one is not in a leap year, nor is the next, so that P731D is too long and P730D is not.
const SOME_DAY = new Date(Date.UTC(2001, 0, 1))

export function parseDuration(text: string): { ok: true; duration: Duration } | { ok: false; reason: string } {
  const match = pattern.exec(text)
  if (!match) return { ok: false, reason: 'must be a duration in ISO 8601, such as P90D (90 days) or P6M (6 months)' }
  const [years, months, weeks, days, hours] = match.slice(1).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const duration = { years, months, days: weeks * 7 + days, hours }
  const end = endOf(SOME_DAY, duration)
  if (end <= SOME_DAY) return { ok: false, reason: 'must be longer than nothing' }
  if (end > endOf(SOME_DAY, LONGEST))
    return { ok: false, reason: 'must be at most P2Y (2 years); ask again when it ends' }
  return { ok: true, duration }
}

/** The moment a duration ends, by the calendar in UTC; the last day of a month stays the last. */
export function endOf(from: Date, { years, months, days, hours }: Duration): Date {
  const month = from.getUTCMonth() + months + years * 12
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const end = new Date(from)
  end.setUTCFullYear(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), lastDay))
  end.setTime(end.getTime() + (days * 24 + hours) * 3_600_000)
  return end
}

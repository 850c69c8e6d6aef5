import { z } from 'zod'

/** What JSON Schema can say and zod cannot by itself: shapes chosen by a value, required `anything`, formats, deep uniqueness. */

type Plain = Record<string, unknown>
type Shape = z.ZodType | { shape: z.ZodType; faults: string[] }

export const isMap = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A schema picked by looking at the value first, so that each branch reports its own faults with their paths. */
export const chosen = (choose: (value: unknown) => Shape) =>
  z.unknown().superRefine((value, context) => {
    const choice = choose(value)
    const { shape, faults } = 'faults' in choice ? choice : { shape: choice, faults: [] }
    for (const message of faults) context.addIssue({ code: 'custom', message })
    const parsed = shape.safeParse(value)
    if (!parsed.success) for (const issue of parsed.error.issues) context.addIssue({ ...issue } as never)
  })

/** Any value at all, null included, but it must be there. */
export const anything = z.unknown().refine((value) => value !== undefined, 'is required')

export const scalar = z
  .unknown()
  .refine(
    (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    'must be text, a number, true, false or null',
  )

export const anyMap = z.unknown().refine(isMap, 'must be a map')

export const integer = z.number().refine(Number.isInteger, 'must be a whole number')
export const notNegative = integer.refine((value) => value >= 0, 'must not be negative')

/** Two JSON values are the same when this text is: keys sorted, nothing else changed. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    isMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )

export const distinctItems = (items: unknown[]) => new Set(items.map(canonical)).size === items.length

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** RFC 3339 `full-date`. */
export function isDate(text: string) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!found) return false
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number]
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month >= 1 && month <= 12 && day >= 1 && day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0)
}

/** RFC 3339 `date-time`, leap seconds at the end of a UTC day included. */
export function isDateTime(text: string) {
  const [day, time, ...rest] = text.split(/t|\s/i)
  if (!day || !time || rest.length > 0 || !isDate(day)) return false
  const found = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):?(\d\d)?)$/i.exec(time)
  if (!found) return false
  const [hour, minute, second] = found.slice(1, 4).map(Number) as [number, number, number]
  const [zoneHour, zoneMinute] = [Number(found[5] ?? 0), Number(found[6] ?? 0)]
  if (zoneHour > 23 || zoneMinute > 59) return false
  if (hour <= 23 && minute <= 59 && second < 60) return true
  const sign = found[4] === '-' ? -1 : 1
  const utcMinute = minute - zoneMinute * sign
  const utcHour = hour - zoneHour * sign - (utcMinute < 0 ? 1 : 0)
  return [23, -1].includes(utcHour) && [59, -1].includes(utcMinute) && second < 61
}

const uriText =
  /^[a-z][a-z0-9+\-.]*:(\/\/([a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@?(\[[0-9a-f:.]+\]|([a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*)(:\d*)?(\/([a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*|\/?([a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(\/([a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*|\/)(\?([a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?(#([a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i

/** RFC 3986 `URI`, absolute. Bounded first, so that the pattern is never asked about a megabyte. */
export const isUri = (text: string) => text.length <= 8_192 && /[/:]/.test(text) && uriText.test(text)

export const uri = z.string().refine(isUri, 'must be an absolute address such as https://example.org/page')
export const date = z.string().refine(isDate, 'must be a date such as 2026-01-31')
export const dateTime = z.string().refine(isDateTime, 'must be a time such as 2026-01-31T12:00:00Z')

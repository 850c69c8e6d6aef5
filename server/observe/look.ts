import type { CheckResult } from '@/server/product/schema'
import { hoursSince } from './last-read'
import type { ExpectationKind, MeasurementState, Severity } from './schema'

/** What one look at a port found of one promise. */
export type Found = {
  /** The same from version to version. */
  key: string
  port: string
  object: string | null
  column: string | null
  kind: ExpectationKind
  title: string
  expected: string
  severity: Severity
  state: MeasurementState
  value: number | null
  low: number | null
  high: number | null
  detail: string | null
  /** What several promises are broken by alike. */
  cause: { key: string; title: string; text: string }
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
/** A measured number as one reads it. A whole one keeps its digits. */
const read = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en') : number.format(value))

/** The checks of one run as promises. Where a column is gone or of another type, that breaks all that is promised of it. */
export function foundOf(results: readonly CheckResult[]): Found[] {
  const lost = new Map(
    results.flatMap((one) => (one.rule === 'type' && !one.ok ? [[`${one.object} ${one.property}`, one] as const] : [])),
  )
  return results.map((one) => {
    const { id, port, object, property, kind, expected, blocking, ok, measured, detail, unit } = one
    // Its author's first sentence names it; what else they say is said with what was measured.
    const [title = one.title, ...more] = one.title.split(/(?<=\.) /).map((part) => part.replace(/\.$/, ''))
    const value = typeof measured === 'number' ? measured : null
    const told = value === null ? (measured ?? 'nothing') : `${read(value)}${unit === 'percent' ? '%' : ''}`
    const why = [...more, detail ?? `Measured ${told}, ${expected}`].map(sentence).join(' ')
    const root = lost.get(`${object} ${property}`)
    const own = { key: `check ${id}`, title, text: why }
    return {
      key: `check ${id}`,
      port,
      object,
      column: property,
      kind: kind === 'schema' ? ('schema' as const) : ('quality' as const),
      title,
      expected,
      severity: blocking ? ('error' as const) : ('warning' as const),
      state: ok ? ('kept' as const) : ('broken' as const),
      value,
      low: one.low ?? null,
      high: one.high ?? null,
      detail,
      cause: root
        ? { key: `column ${port}.${object}.${property}`, title: titleOfLost(root), text: whyLost(root) }
        : own,
    }
  })
}

const titleOfLost = ({ property, measured }: CheckResult) =>
  measured === 'missing' ? `${property} is gone` : `${property} is of another type`
const whyLost = ({ object, property, expected, measured, detail }: CheckResult) =>
  measured === 'missing'
    ? `The rows of ${object} have no column ${property} any more.`
    : `The contract says that ${property} of ${object} is ${expected}; it is ${measured}. ${detail ?? ''}`.trim()

const hours: Record<string, number> = { h: 1, d: 24, w: 168, m: 730, y: 8_766 }
type Level = { property: string; value: string; unit: string | null }

/** The time that a service level names, in hours; null where it names none. */
export function hoursOf({ value, unit }: Level): number | null {
  const number = Number(value)
  const each = hours[(unit ?? 'd').toLowerCase().replace(/^(hour|day|week|month|year)s?$/, (word) => word[0] ?? '')]
  return value.trim() !== '' && Number.isFinite(number) && number > 0 && each ? number * each : null
}

/** How old rows may be, in hours: the time between two deliveries and how late one may be, as far as the contract names them. */
export function oldest(levels: readonly Level[]): number | null {
  const of = (name: string) => {
    const level = levels.find(({ property }) => property.toLowerCase() === name)
    return level ? hoursOf(level) : null
  }
  const [frequency, latency] = [of('frequency'), of('latency')]
  return frequency === null && latency === null ? null : (frequency ?? 0) + (latency ?? 0)
}

const spelled = (limit: number) =>
  limit % 24 === 0 ? `${limit / 24} ${limit === 24 ? 'day' : 'days'}` : `${limit} ${limit === 1 ? 'hour' : 'hours'}`

/** Whether a port's rows are as fresh as its contract says; `read` is when what it shows was last read whole from its source. */
export function freshness(
  port: { name: string; serviceLevels: readonly Level[] },
  read: Date | null,
  at: Date,
): Found | null {
  const limit = oldest(port.serviceLevels)
  if (limit === null) return null
  const value = read && hoursSince(read, at)
  const late = value !== null && value > limit
  const key = `freshness ${port.name}`
  const title = `${port.name} is fresh`
  return {
    key,
    port: port.name,
    object: null,
    column: null,
    kind: 'freshness',
    title,
    expected: `at most ${spelled(limit)} old`,
    severity: 'warning',
    state: value === null ? 'unknown' : late ? 'broken' : 'kept',
    value,
    low: null,
    high: limit,
    detail: late ? `Last read ${value} hours ago; the contract allows ${limit}.` : null,
    cause: {
      key,
      title: `${port.name} is not fresh`,
      text: `Its source was last read more than ${spelled(limit)} ago.`,
    },
  }
}

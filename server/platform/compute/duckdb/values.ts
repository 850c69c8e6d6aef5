import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Value } from '../schema'

/** A DuckDB value as JSON carries it without loss (API.md): wide numbers as strings, times as RFC 3339, bytes as base64. */
export function toJson(value: DuckDBValue): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toJson)
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([key, inner]) => [key, toJson(inner)]))
  if (value instanceof DuckDBMapValue)
    return value.entries.map((entry) => ({ key: toJson(entry.key), value: toJson(entry.value) }))
  if (value instanceof DuckDBUnionValue) return toJson(value.value)
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64')
  if (value instanceof DuckDBIntervalValue) return duration(value)
  return moment(value) ?? String(value)
}

function moment(value: DuckDBValue): string | null {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return instant(value.micros, 6) ?? String(value)
  if (value instanceof DuckDBTimestampMillisecondsValue) return instant(value.millis, 3) ?? String(value)
  if (value instanceof DuckDBTimestampSecondsValue) return instant(value.seconds, 0) ?? String(value)
  if (value instanceof DuckDBTimestampNanosecondsValue) return instant(value.nanos, 9) ?? String(value)
  if (value instanceof DuckDBDateValue) return instant(BigInt(value.days) * 86400n, 0)?.slice(0, 10) ?? String(value)
  return null
}

/** RFC 3339 in UTC with as many fraction digits as are there; null for what it cannot write (infinity, years past 9999). */
function instant(ticks: bigint, digits: 0 | 3 | 6 | 9): string | null {
  const perSecond = 10n ** BigInt(digits)
  const fraction = ((ticks % perSecond) + perSecond) % perSecond
  const seconds = Number((ticks - fraction) / perSecond)
  if (seconds < -62167219200 || seconds > 253402300799) return null
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  const rest = digits === 0 ? '' : fraction.toString().padStart(digits, '0').replace(/0+$/, '')
  return `${whole}${rest === '' ? '' : `.${rest}`}Z`
}

/** ISO 8601; a month and a day have no fixed length, so the three parts stay apart. */
function duration({ months, days, micros }: { months: number; days: number; micros: bigint }): string {
  const years = Math.trunc(months / 12)
  const rest = micros < 0n ? -micros : micros
  const sign = micros < 0n ? '-' : ''
  const part = (amount: number | bigint, unit: string) => (amount ? `${amount}${unit}` : '')
  const date = part(years, 'Y') + part(months % 12, 'M') + part(days, 'D')
  const seconds = (rest / 1_000_000n) % 60n
  const fraction = (rest % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  const signed = (amount: bigint, unit: string) => (amount ? `${sign}${amount}${unit}` : '')
  const second = seconds || fraction ? `${sign}${seconds}${fraction ? `.${fraction}` : ''}S` : ''
  const time = signed(rest / 3_600_000_000n, 'H') + signed((rest / 60_000_000n) % 60n, 'M') + second
  return `P${date}${time ? `T${time}` : ''}` === 'P' ? 'PT0S' : `P${date}${time ? `T${time}` : ''}`
}

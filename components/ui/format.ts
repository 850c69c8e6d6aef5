const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** 3,000,000 */
export function count(value: number) {
  return whole.format(value)
}

/** 3M, 0.15: where there is no room for every digit. */
export function countShort(value: number) {
  return Math.abs(value) < 1 ? String(Number(value.toPrecision(2))) : short.format(value)
}

/** "1 row", "3,000,000 rows" */
export function counted(value: number, one: string, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** Bytes in powers of 1,024: "1.4 MiB". */
export function bytes(value: number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let amount = value
  let unit = 0
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024
    unit += 1
  }
  return `${amount.toFixed(unit === 0 || amount >= 100 ? 0 : 1)} ${units[unit]}`
}

/** Milliseconds as one would say them: "84 ms", "2.4 s", "3 min 5 s", "2 h 4 min". */
export function duration(ms: number) {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A share of one: "0%", "< 0.1%", "12.4%", "100%". */
export function percent(share: number) {
  if (share > 0 && share < 0.001) return '< 0.1%'
  if (share < 1 && share > 0.999) return '> 99.9%'
  return `${Number((share * 100).toFixed(1))}%`
}

/** A measured number with as many digits as tell something: 0.1834, 12.3, 1,204. */
export function measure(value: number) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4
  return new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value)
}

/** "90 days" from an ISO 8601 duration of hours, days, weeks, months or years. */
export function period(iso: string) {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?$/.exec(iso)
  if (!parts) return iso
  const words = ['year', 'month', 'week', 'day', 'hour']
  return words.flatMap((word, place) => (parts[place + 1] ? [counted(Number(parts[place + 1]), word)] : [])).join(' ')
}

const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [60_000, 'second'],
  [3_600_000, 'minute'],
  [86_400_000, 'hour'],
  [30 * 86_400_000, 'day'],
  [365 * 86_400_000, 'month'],
  [Number.POSITIVE_INFINITY, 'year'],
]
const sizes: Record<string, number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
  year: 365 * 86_400_000,
}
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })

/** "4 minutes ago", "in 3 days"; within 45 s "just now". Both in milliseconds since the epoch. */
export function ago(at: number, now: number) {
  const distance = at - now
  if (Math.abs(distance) < 45_000) return 'just now'
  const [, unit] = steps.find(([limit]) => Math.abs(distance) < limit) ?? [0, 'year' as const]
  return relative.format(Math.round(distance / (sizes[unit] ?? 1)), unit)
}

/** "14 Jun 2001" */
export function day(at: string | number) {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(at))
}

/** "14 June 2001, 09:30:12 UTC" */
export function exactTime(at: string | number) {
  const text = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' })
  return `${text.format(new Date(at)).replace(' at ', ', ')} UTC`
}

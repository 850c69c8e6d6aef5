import type { Band, Season } from './added-schema'

/** A value of some time before. */
export type Past = { at: Date; value: number }

/** Values that a band is learnt from at least; with fewer nothing is said. */
export const fewest = 7
/** The newest values that teach. */
const most = 90
/** Of a normal distribution the standard deviation is so many times the median distance from the median. */
const perDeviation = 1.4826
/** A band is so many deviations wide on either side. */
const deviations = 4
/** And at least this share of the median, so that what never changed may change a little. */
const leastShare = 0.05

const alike: Record<Season, (one: Date, other: Date) => boolean> = {
  none: () => true,
  week: (one, other) => one.getUTCDay() === other.getUTCDay(),
  day: (one, other) => one.getUTCHours() === other.getUTCHours(),
}

const median = (sorted: readonly number[]) => {
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b)

/**
 * The band that earlier values of the same season teach: their median, and four robust standard deviations (by the median absolute
 * deviation) on either side; null while they are too few. An outlier moves neither.
 */
export function learnBand(past: readonly Past[], at: Date, season: Season): Band | null {
  const fit = past.filter((one) => Number.isFinite(one.value) && one.at < at && alike[season](one.at, at))
  const values = fit.slice(-most).map(({ value }) => value)
  if (values.length < fewest) return null
  const middle = median(ascending(values))
  const spread = median(ascending(values.map((value) => Math.abs(value - middle)))) * perDeviation
  const reach = Math.max(deviations * spread, leastShare * Math.abs(middle))
  return { low: middle - reach, high: middle + reach }
}

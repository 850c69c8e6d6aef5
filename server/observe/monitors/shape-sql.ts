import * as compute from '@/server/platform/compute'
import type { Kind } from './column-pair'

/** How a picture of both sides is asked for. */

/** So many distinct values are drawn one by one, whatever they are. */
export const FEW = 20

/** A value as a number that steps can be made of: of a moment, seconds since 1970. */
const numberOf = (kind: Kind, column: string) =>
  kind === 'moment' ? `epoch(cast(${column} as timestamp))` : `cast(${column} as double)`

/** Both sides as rows of `side` (0 the reference) and `v`. */
const both = (value: string) =>
  `(select 0 as side, ${value} as v from reference union all select 1 as side, ${value} as v from current)`

/** Of each side: rows, values, and values that are finite; then the ends to draw between, and how many distinct values there are. */
export function sizesSql(kind: Kind, name: string): string {
  const column = compute.identifier(name)
  const value = kind === 'category' ? '0.0' : numberOf(kind, column)
  const count = (side: string) =>
    `(select count(*) from ${side}), (select count(${column}) from ${side}), (select count(*) from ${side} where isfinite(${value}))`
  return `select ${count('reference')}, ${count('current')}, e.* from (
    select approx_quantile(v, 0.005), approx_quantile(v, 0.995), min(v), max(v), count(distinct v) from ${both(value)} where isfinite(v)) e`
}

type Steps = { from: number; step: number; count: number }
/** Values by step, each with how many of either side are in it. */
export function stepsSql(kind: Kind, name: string, { from, step, count }: Steps): string {
  const value = numberOf(kind, compute.identifier(name))
  const place = `cast(least(greatest(floor((v - ${from}) / ${step}), 0), ${count - 1}) as integer)`
  return `select ${place} as place, count(*) filter (where side = 0), count(*) filter (where side = 1)
    from ${both(value)} where isfinite(v) group by place order by place`
}

/** The most frequent values, each with how many of either side have it. */
export function valuesSql(name: string): string {
  const column = compute.identifier(name)
  return `select cast(v as varchar) as value, count(*) filter (where side = 0), count(*) filter (where side = 1)
    from ${both(column)} where v is not null group by value order by count(*) desc, value limit ${FEW}`
}

import * as compute from '@/server/platform/compute'
import type { Kind } from './column-pair'

/** How a picture of both sides is asked for. */

/** So many distinct values are drawn one by one, whatever they are. */
export const FEW = 20

/** A value as a number that steps can be made of: of a moment, seconds since 1970. */
const numberOf = (kind: Kind, column: string) =>
  kind === 'moment' ? `epoch(cast(${column} as timestamp))` : `cast(${column} as double)`

/** Both sides as rows of `side` (0 the reference), `v`, and whether there is a value. */
function both(value: string, column: string): string {
  const of = (side: number, rows: string) =>
    `select ${side} as side, ${value} as v, ${column} is not null as filled from ${rows}`
  return `(${of(0, 'reference')} union all ${of(1, 'current')})`
}

/** Of each side: rows, values, and values that are finite; then the ends to draw between, and how many distinct values there are. In one pass. */
export function sizesSql(kind: Kind, name: string): string {
  const column = compute.identifier(name)
  const value = kind === 'category' ? '0.0' : numberOf(kind, column)
  const counts = [0, 1].flatMap((side) =>
    ['', ' and filled', ' and isfinite(v)'].map((more) => `count(*) filter (where side = ${side}${more})`),
  )
  const ends = ['approx_quantile(v, 0.005)', 'approx_quantile(v, 0.995)', 'min(v)', 'max(v)', 'count(distinct v)'].map(
    (end) => `${end} filter (where isfinite(v))`,
  )
  return `select ${[...counts, ...ends].join(', ')} from ${both(value, column)}`
}

type Steps = { from: number; step: number; count: number }
/** Values by step, each with how many of either side are in it. */
export function stepsSql(kind: Kind, name: string, { from, step, count }: Steps): string {
  const column = compute.identifier(name)
  const value = numberOf(kind, column)
  const place = `cast(least(greatest(floor((v - ${from}) / ${step}), 0), ${count - 1}) as integer)`
  return `select ${place} as place, count(*) filter (where side = 0), count(*) filter (where side = 1)
    from ${both(value, column)} where isfinite(v) group by place order by place`
}

/** The most frequent values, each with how many of either side have it. */
export function valuesSql(name: string): string {
  const column = compute.identifier(name)
  return `select cast(v as varchar) as value, count(*) filter (where side = 0), count(*) filter (where side = 1)
    from ${both(column, column)} where filled group by value order by count(*) desc, value limit ${FEW}`
}

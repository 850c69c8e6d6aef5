import { identifier } from '@/server/platform/compute'
import type { Pair } from './column-pair'

/** A column in SQL: its value in the type both sides share, and which rows have one that can be compared. */

export const value = ({ name, kind, as, type }: Pair): string => {
  const column = identifier(name)
  if (kind !== 'moment') return `${column}::${as}`
  return `epoch_us(${type === 'TIMESTAMP WITH TIME ZONE' ? column : `${column}::TIMESTAMP`})`
}

/** Neither null, nor NaN, nor a moment without end: these have no place in an order. Infinite numbers have one. */
export const valid = ({ name, kind, as }: Pair): string => {
  const column = identifier(name)
  if (kind === 'moment') return `(${column} is not null and isfinite(${column}))`
  if (kind === 'number' && as === 'DOUBLE') return `(${column} is not null and not isnan(${column}::DOUBLE))`
  return `(${column} is not null)`
}

/** What a mean, a spread or a bin can hold. */
export const finite = (pair: Pair): string =>
  pair.kind === 'number' && pair.as === 'DOUBLE'
    ? `(${identifier(pair.name)} is not null and isfinite(${identifier(pair.name)}::DOUBLE))`
    : valid(pair)

/** Both sides in one table: `v`, and 1 in `a` where the reference has it. */
export const both = (pair: Pair): string =>
  `(select ${value(pair)} as v, 1::DOUBLE as a from reference where ${valid(pair)} ` +
  `union all select ${value(pair)}, 0::DOUBLE from current where ${valid(pair)})`

/** Each different value with how often each side has it. */
export const counted = (pair: Pair): string =>
  `(select v, sum(a) as a, count(*)::DOUBLE - sum(a) as b from ${both(pair)} group by v)`

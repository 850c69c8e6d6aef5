import type { StatisticName } from '../drift-schema'
import { countsExactly, type Pair } from './column-pair'
import type { Want } from './gather-sql'
import type { Side } from './measure-sql'
import { statistics } from './statistics'
import { sturges } from './sturges'

/** Up to so many different values, each is told with its counts. */
const fewValues = 1_000
/** Values that are seen this often or more are counted before they are put in order. */
const repeats = 8
const largestExact = 2 ** 53

export type Sides = { reference: Side; current: Side }

/** What has to be gathered of a column for its statistic and its quantiles. */
export function planColumn(pair: Pair, types: readonly string[], sides: Sides, statistic?: StatisticName): Want[] {
  const { reference, current } = sides
  const sizes = { reference: reference.values, current: current.values }
  if (sizes.reference === 0 || sizes.current === 0) return []
  if (pair.kind === 'category') return [{ kind: 'groups', pair }]
  if (Math.max(reference.distinct, current.distinct) <= fewValues) return [{ kind: 'steps', pair, types }]
  const few = (reference.distinct + current.distinct) * repeats <= sizes.reference + sizes.current
  const wants: Want[] = [{ kind: 'order', pair, types, sizes, few }]
  const of = statistic ? statistics[statistic].of : 'order'
  // Whether a reference of few values has more than twenty is only known once they are counted.
  if (of === 'counts' || (of === 'shares' && reference.distinct <= fewValues)) wants.push({ kind: 'groups', pair })
  if (of === 'shares') wants.push({ kind: 'bins', pair, ...binsOver(pair, sides) })
  return wants
}

/** The smallest reference value of whole numbers that reach beyond what a double tells apart; null where there are none. */
export function beyondDoubles(pair: Pair, types: readonly string[], { reference: { min, max } }: Sides): string | null {
  if (!countsExactly(pair, types) || min === null || max === null) return null
  return BigInt(min) < -largestExact || BigInt(max) > largestExact ? min : null
}

/** Edges over both sides together; whole numbers that a double cannot tell apart are first moved to begin at nothing. */
export function binsOver(pair: Pair, { reference, current }: Sides): { edges: number[]; from: string | null } {
  const n = reference.finite + current.finite
  const ends = [reference, current].flatMap(({ min, max }) => (min === null || max === null ? [] : [{ min, max }]))
  if (ends.length === 0) return { edges: [0], from: null }
  if (/INT/.test(pair.as)) {
    const low = ends.map(({ min }) => BigInt(min)).reduce((one, other) => (other < one ? other : one))
    const high = ends.map(({ max }) => BigInt(max)).reduce((one, other) => (other > one ? other : one))
    if (low < -largestExact || high > largestExact)
      return { edges: sturges(n, 0, Number(high - low)), from: String(low) }
  }
  const low = Math.min(...ends.map(({ min }) => Number(min)))
  const high = Math.max(...ends.map(({ max }) => Number(max)))
  return { edges: sturges(n, low, high), from: null }
}

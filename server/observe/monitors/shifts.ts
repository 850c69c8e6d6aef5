import type { DriftColumn, Shift, ShiftName } from '../drift-schema'
import type { Pair } from './column-pair'
import { type Gathered, quantileShares, rank } from './gather-sql'
import type { Side } from './measure-sql'
import type { Sides } from './plan-column'
import type { Step } from './sample'

/** The standard error of DuckDB's estimate of distinct values, which keeps 64 registers: 1.04 / √64. */
const distinctError = 0.13
const perMicrosecond = 1e-6

type Both<T> = [T, T]

/** What a statistic leaves out or cannot name: nulls, distinct values, range, mean and quantiles of both sides. */
export function shiftsOf(pair: Pair, { reference, current }: Sides, gathered: Gathered): DriftColumn['shifts'] {
  const share = (of: (side: Side) => number) =>
    shift(each(reference, current, (side) => (side.rows ? of(side) / side.rows : null)))
  const shifts: DriftColumn['shifts'] = {
    nulls: share(({ nulls }) => nulls),
  }
  const distinct = distinctOf(pair, reference, current, gathered)
  if (distinct) shifts.distinct = distinct
  if (pair.kind === 'category') return shifts
  const scale = pair.kind === 'moment' ? perMicrosecond : 1
  const scaled = (value: number | null) => (value === null || !Number.isFinite(value) ? null : value * scale)
  shifts.notNumbers = share(({ notNumbers }) => notNumbers)
  shifts.min = written(
    each(reference, current, ({ min }) => min),
    scale,
  )
  shifts.max = written(
    each(reference, current, ({ max }) => max),
    scale,
  )
  shifts.mean = shift(each(reference, current, ({ mean }) => scaled(mean)))
  for (const [at, both] of (quantilesOf(gathered) ?? []).entries())
    shifts[`p${Math.round(quantileShares[at]! * 100)}` as ShiftName] = written(both, scale)
  return shifts
}

const each = <T>(reference: Side, current: Side, of: (side: Side) => T): Both<T> => [of(reference), of(current)]

const shift = ([reference, current]: Both<number | null>): Shift => ({
  reference,
  current,
  change: reference === null || current === null ? null : current - reference,
  exact: true,
})

/** Values as DuckDB writes them; whole numbers are taken from one another as such. */
function written([was, is]: Both<string | null>, scale: number): Shift {
  const plain = (text: string | null) => (text === null || !Number.isFinite(Number(text)) ? null : Number(text) * scale)
  const told = shift([plain(was), plain(is)])
  const whole = [was, is].every((text) => text !== null && /^-?\d+$/.test(text))
  return whole ? { ...told, change: Number(BigInt(is!) - BigInt(was!)) * scale } : told
}

/** Counted where the values were; else estimated, but for categories of a column that has values on one side only. */
function distinctOf(pair: Pair, reference: Side, current: Side, { steps, groups }: Gathered): Shift | null {
  const counted = steps?.map((step) => ({ ...step, times: 1 })) ?? groups
  const seen = (side: 'reference' | 'current') =>
    (counted ?? []).reduce((sum, group) => sum + (group[side] > 0 ? group.times : 0), 0)
  if (counted) return shift([seen('reference'), seen('current')])
  if (pair.kind === 'category') return null
  return { ...shift([reference.distinct, current.distinct]), exact: false, error: distinctError }
}

function quantilesOf({ steps, order }: Gathered): Both<string | null>[] | undefined {
  if (!steps) return order?.quantiles
  return quantileShares.map((share) => [quantile(steps, 'reference', share), quantile(steps, 'current', share)])
}

function quantile(steps: readonly Step[], side: 'reference' | 'current', share: number): string | null {
  const wanted = rank(
    share,
    steps.reduce((sum, step) => sum + step[side], 0),
  )
  let below = 0
  for (const step of steps) {
    below += step[side]
    if (below >= wanted) return step.value
  }
  return null
}

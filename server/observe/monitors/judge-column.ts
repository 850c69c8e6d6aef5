import type { ColumnAsk, DriftColumn, StatisticName } from '../drift-schema'
import { chooseStatistic } from './choose-statistic'
import type { Kind, Pair } from './column-pair'
import type { Gathered } from './gather-sql'
import { binsOver, type Sides } from './plan-column'
import { type Group, groupsOf, orderOf } from './sample'
import { shiftsOf } from './shifts'
import { drifts, type Said, statistics } from './statistics'
import { binned } from './sturges'

/** Numbers with more different reference values than this are compared in bins. */
const mostUnbinned = 20
const perMicrosecond = 1e-6

type Judged = Pick<DriftColumn, 'statistic' | 'value' | 'pValue' | 'threshold' | 'drifted' | 'exact' | 'error'>

/** What is said of a column whose sides cannot be compared: it drifted where one of them has what the other lacks. */
export function unlike(ask: Partial<ColumnAsk>, kind: Kind, error: string, drifted: boolean | null): Judged {
  const statistic = ask.statistic ?? chooseStatistic(kind, 0, Number.POSITIVE_INFINITY)
  const threshold = ask.threshold ?? statistics[statistic].threshold
  return { statistic, value: null, threshold, drifted, exact: true, error }
}

/** Judges a column by what was measured and gathered of it. */
export function judgeColumn(pair: Pair, sides: Sides, gathered: Gathered, ask: Partial<ColumnAsk>): DriftColumn {
  const shifts = shiftsOf(pair, sides, gathered)
  const { name, type } = pair
  return { name, type, ...(empty(pair, sides, ask) ?? compare(pair, sides, gathered, ask)), shifts }
}

function empty(pair: Pair, { reference, current }: Sides, ask: Partial<ColumnAsk>): Judged | null {
  if (reference.values > 0 && current.values > 0) return null
  if (reference.values === 0 && current.values === 0)
    return unlike(ask, pair.kind, 'Neither side has a value that could be compared.', null)
  const side = reference.values === 0 ? 'reference' : 'current side'
  return unlike(
    ask,
    pair.kind,
    `The ${side} has no value that could be compared, the other has: that is a difference.`,
    true,
  )
}

function compare(pair: Pair, sides: Sides, gathered: Gathered, ask: Partial<ColumnAsk>): Judged {
  const counts = countsOf(gathered)
  const categories = counts ? counts.reduce((sum, { times }) => sum + times, 0) : Number.POSITIVE_INFINITY
  const name = ask.statistic ?? chooseStatistic(pair.kind, sides.reference.values, categories)
  const threshold = ask.threshold ?? statistics[name].threshold
  const said = take(name, pair, sides, gathered)
  if (!said || Number.isNaN(said.value))
    return { statistic: name, value: null, threshold, drifted: null, exact: true, error: whyNot(name, categories) }
  const value = Number.isFinite(said.value) ? said.value : ('Infinity' as const)
  const pValue = said.pValue === undefined ? {} : { pValue: said.pValue }
  return { statistic: name, value, ...pValue, threshold, drifted: drifts(name, said, threshold), exact: true }
}

const whyNot = (name: StatisticName, categories: number): string =>
  name === 'z'
    ? `It has ${Number.isFinite(categories) ? categories : 'many'} categories, and "z" compares two: use "chi_square".`
    : 'Its numbers are too large for this statistic: use "ks", which needs their order alone.'

const countsOf = ({ steps, groups }: Gathered): Group[] | undefined => (steps ? groupsOf(steps) : groups)

function take(name: StatisticName, pair: Pair, sides: Sides, gathered: Gathered): Said {
  const statistic = statistics[name]
  if (statistic.of !== 'order') {
    const groups = statistic.of === 'counts' ? countsOf(gathered) : sharesOf(pair, sides, gathered)
    return statistic.take(groups ?? [])
  }
  const { reach, area } = gathered.steps ? orderOf(gathered.steps) : gathered.order!
  const scale = pair.kind === 'moment' ? perMicrosecond : 1
  const sizes = { reference: sides.reference.values, current: sides.current.values }
  return statistic.take({ reach, area: area * scale }, sizes, (sides.reference.spread ?? 0) * scale)
}

/** Values as they are, or in bins where the reference has many different ones. */
function sharesOf(pair: Pair, sides: Sides, gathered: Gathered): Group[] {
  const { steps, bins } = gathered
  const counts = countsOf(gathered)
  const distinct = counts?.reduce((sum, { reference, times }) => sum + (reference > 0 ? times : 0), 0)
  if (counts && (pair.kind === 'category' || distinct! <= mostUnbinned)) return counts
  if (!steps) return bins ?? []
  const { edges, from } = binsOver(pair, sides)
  return binned(steps, edges, ({ value }) => (from === null ? numberOf(value) : Number(BigInt(value) - BigInt(from))))
}

/** DuckDB writes infinity in its own way. */
const numberOf = (text: string) => Number(text.replace(/^(-?)inf(inity)?$/i, '$1Infinity'))

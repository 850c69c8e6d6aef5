import { countsExactly, type Pair } from './column-pair'
import { both, counted, finite, value } from './column-sql'
import type { Group, Step } from './sample'

/** The second pass: what the statistics of a column need of both sides together, and no value more. */

/** What is gathered of one column. */
export type Want =
  /** Each different value in its order; for columns of few. */
  | { kind: 'steps'; pair: Pair; types: readonly string[] }
  /** The distance of the distribution functions and exact quantiles; `few` where values repeat so often that counting them first pays. */
  | { kind: 'order'; pair: Pair; types: readonly string[]; sizes: { reference: number; current: number }; few: boolean }
  /** How often values are seen so many times on one side and so many times on the other. */
  | { kind: 'groups'; pair: Pair }
  /** Counts between edges, which are taken from values less `from`. */
  | { kind: 'bins'; pair: Pair; edges: readonly number[]; from: string | null }

export type Gathered = {
  steps?: Step[]
  order?: { reach: number; area: number; quantiles: [string | null, string | null][] }
  groups?: Group[]
  bins?: Group[]
}

/** The shares at which quantiles are compared. */
export const quantileShares = [0.05, 0.25, 0.5, 0.75, 0.95]

const parts = { steps: 'steps', order: 'sums', groups: 'groups', bins: 'bins' } as const

/** One row for each wish, by its place; one of its four answers is filled. */
export const gatherSql = (wants: readonly Want[]): string =>
  wants
    .map((want, at) => {
      const filled = partOf(want)
      const answers = Object.entries(parts).map(([kind, name]) => `${kind === want.kind ? filled : 'null'} as ${name}`)
      return `select ${at} as place, ${answers.join(', ')}`
    })
    .join(' union all ')

function partOf(want: Want): string {
  if (want.kind === 'steps') return stepsOf(want)
  if (want.kind === 'order') return orderOf(want)
  return want.kind === 'groups' ? groupsOf(want.pair) : binsOf(want)
}

/** The distance from a value to the next one, worked out where no type overflows. */
const gap = (pair: Pair, types: readonly string[], next: string) =>
  countsExactly(pair, types) ? `(${next}::HUGEINT - v::HUGEINT)::DOUBLE` : `(${next}::DOUBLE - v::DOUBLE)`

const stepsOf = ({ pair, types }: Extract<Want, { kind: 'steps' }>) =>
  `(select list([v::VARCHAR, gap::VARCHAR, a::VARCHAR, b::VARCHAR] order by nth) from ` +
  `(select v, a, b, row_number() over w as nth, ${gap(pair, types, 'lead(v) over w')} as gap from ${counted(pair)} ` +
  'window w as (order by v)))'

/** Both distribution functions at each last row of a value, as whole counts: `ca` of the reference, `cb` of the current side. */
function orderOf({ pair, types, sizes: { reference, current }, few }: Extract<Want, { kind: 'order' }>): string {
  const running = few
    ? `select v, sum(a) over w as ca, sum(b) over w as cb, lead(v) over w as next from ${counted(pair)}`
    : `select v, ca, nth - ca as cb, next from (select v, sum(a) over w as ca, (row_number() over w)::DOUBLE as nth, lead(v) over w as next from ${both(pair)}`
  const frame = 'window w as (order by v rows between unbounded preceding and current row)'
  const ended = few ? `(${running} ${frame})` : `(${running} ${frame}) where next is distinct from v)`
  const apart = `abs(ca * ${current} - cb * ${reference})`
  const area = `case when ca * ${current} = cb * ${reference} then 0 else ${apart} / ${reference * current} * ${gap(pair, types, 'next')} end`
  const quantile = (count: string, size: number) =>
    quantileShares.map((share) => `(min(v) filter (where ${count} >= ${rank(share, size)}))::VARCHAR`)
  const quantiles = [...quantile('ca', reference), ...quantile('cb', current)]
  return `(select [max(${apart})::VARCHAR, sum(${area})::VARCHAR, ${quantiles.join(', ')}] from ${ended})`
}

/** How many values lie at or below the quantile of a share, at least. */
export const rank = (share: number, size: number) => Math.max(1, Math.ceil(share * size))

const groupsOf = (pair: Pair) =>
  `(select list([a, b, times]) from (select a, b, count(*)::DOUBLE as times from ${counted(pair)} group by a, b))`

/** DuckDB's bins hold their upper edge; of negated values that is the lower one. */
function binsOf({ pair, edges, from }: Extract<Want, { kind: 'bins' }>): string {
  const shifted = from === null ? `(${value(pair)})::DOUBLE` : `(${value(pair)}::HUGEINT - ${from}::HUGEINT)::DOUBLE`
  const list = [...edges].reverse().map((edge) => `'${-edge}'::DOUBLE`)
  const inside = (table: string) =>
    `(select list([bin.key, bin.value::DOUBLE]) from (select unnest(map_entries(histogram(-(${shifted}), [${list.join(', ')}]))) as bin ` +
    `from ${table} where ${finite(pair)}))`
  const beyond = (table: string, end: string) =>
    pair.as === 'DOUBLE'
      ? `(select count(*) filter (where ${value(pair)} = '${end}'::DOUBLE) from ${table})::DOUBLE`
      : '0'
  const counts = (table: string) =>
    `list_concat(${inside(table)}, [['infinity'::DOUBLE, ${beyond(table, '-infinity')}], ['-infinity'::DOUBLE, ${beyond(table, 'infinity')}]])`
  return `[${counts('reference')}, ${counts('current')}]`
}

import { identifier } from '@/server/platform/compute'
import type { Pair } from './column-pair'
import { finite, valid, value } from './column-sql'

/** The first pass: everything of every column that one look at each row tells, for both sides in one statement. */

export type Side = {
  rows: number
  nulls: number
  /** NaN, and moments without end. */
  notNumbers: number
  /** What can be compared. */
  values: number
  finite: number
  /** An estimate; of categories, which are counted anyway, none is made. */
  distinct: number
  /** Of finite values, as DuckDB writes them; moments in microseconds. */
  min: string | null
  max: string | null
  mean: number | null
  spread: number | null
}

/** Numbers beyond this have no mean and no spread here: DuckDB fails the whole statement where a square leaves the range of doubles. */
const mostSquared = 1e150

/** Aggregates pass over nulls, which costs less than a filter on each: what cannot be measured is made null. */
function measures(pair: Pair): string[] {
  const column = identifier(pair.name)
  if (pair.kind === 'category')
    return [`count(${column})`, `count(${column})`, `count(${column})`, ...Array(5).fill('null')]
  const double = pair.as === 'DOUBLE'
  const whole = value(pair)
  const [valued, ended] =
    double || pair.kind === 'moment' ? [only(valid(pair), whole), only(finite(pair), whole)] : [whole, whole]
  const squared = double ? only(`abs(${whole}) <= ${mostSquared}`, whole) : `(${ended})::DOUBLE`
  return [
    `count(${column})`,
    `count(${valued})`,
    `count(${ended})`,
    `approx_count_distinct(${valued})`,
    `min(${ended})::VARCHAR`,
    `max(${ended})::VARCHAR`,
    `avg(${squared})`,
    `stddev_pop(${squared})`,
  ]
}

const only = (condition: string, sql: string) => `case when ${condition} then ${sql} end`

/** Two rows, the reference first. */
export function measureSql(pairs: readonly Pair[]): string {
  const side = (table: string, at: number) =>
    `select ${at} as side, count(*), ${pairs.flatMap(measures).join(', ')} from ${table}`
  return `select * from (${side('reference', 0)} union all ${side('current', 1)}) order by side`
}

const perColumn = 8
const numberOf = (value: unknown) => (value === null || value === undefined ? null : Number(value))

const tooLarge = (...ends: unknown[]) => ends.some((end) => end !== null && Math.abs(Number(end)) > mostSquared)

/** One side of each column, read from its row. */
export function readSides(row: readonly unknown[], pairs: readonly Pair[]): Side[] {
  const rows = Number(row[1])
  return pairs.map((_, at) => {
    const [present, values, finite, distinct, min, max, mean, spread] = row.slice(
      2 + at * perColumn,
      2 + (at + 1) * perColumn,
    )
    return {
      rows,
      nulls: rows - Number(present),
      notNumbers: Number(present) - Number(values),
      values: Number(values),
      finite: Number(finite),
      distinct: Math.min(Number(distinct), Number(values)),
      min: min === null ? null : String(min),
      max: max === null ? null : String(max),
      mean: tooLarge(min, max) ? null : numberOf(mean),
      spread: tooLarge(min, max) ? Number.POSITIVE_INFINITY : numberOf(spread),
    }
  })
}

/** Whole numbers beyond what a double holds lose their spread in one: it is measured again, of values less the smallest. */
export const spreadSql = (columns: readonly { pair: Pair; from: string }[]): string =>
  `select ${columns
    .map(
      ({ pair, from }) =>
        `stddev_pop((${value(pair)}::HUGEINT - ${from}::HUGEINT)::DOUBLE) filter (where ${valid(pair)})`,
    )
    .join(', ')} from reference`

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
  /** An estimate. */
  distinct: number
  /** Of finite values, as DuckDB writes them; moments in microseconds. */
  min: string | null
  max: string | null
  mean: number | null
  spread: number | null
}

/** Numbers beyond this have no mean and no spread here. */
const mostSquared = 1e150

const measures = (pair: Pair): string[] => {
  const ordered = pair.kind !== 'category'
  const number = `(${value(pair)})::DOUBLE`
  const of = (sql: string, more: string) => (ordered ? `${sql} filter (where ${finite(pair)}${more})` : 'null')
  return [
    `count(${identifier(pair.name)})`,
    `count(*) filter (where ${valid(pair)})`,
    `count(*) filter (where ${finite(pair)})`,
    `approx_count_distinct(${value(pair)}) filter (where ${valid(pair)})`,
    ordered ? `(min(${value(pair)}) filter (where ${finite(pair)}))::VARCHAR` : 'null',
    ordered ? `(max(${value(pair)}) filter (where ${finite(pair)}))::VARCHAR` : 'null',
    // DuckDB fails the whole statement where a square leaves the range of doubles.
    of(`avg(${number})`, ` and abs(${number}) <= ${mostSquared}`),
    of(`stddev_pop(${number})`, ` and abs(${number}) <= ${mostSquared}`),
  ]
}

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

// Profile and drift of two Parquet files against the same by SQL as one writes it by hand, beside each other on this machine.
// Usage: tsx bench/drift.ts [rows]: 1,000,000 unless said; the limits are meant for 10,000,000.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { buildChildren } from '@/scripts/build-children'
import { descendants, memoryOf } from '@/scripts/test/processes'
import * as observe from '@/server/observe'
import * as compute from '@/server/platform/compute'
import { mintScope } from '@/server/platform/db'

const rows = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(path.join(tmpdir(), 'stoa-bench-'))
chmodSync(folder, 0o711)

/** Twelve columns of the kinds that tables have; the current side is moved a little. */
const columns = (moved: number): Record<string, string> => ({
  amount: `(hash(i, 1) % 1000003)::double / 997 + ${moved}`,
  exact: `((hash(i, 2) % 100000) / 100.0)::decimal(12, 2)`,
  delay: `(hash(i, 3) % 600)::bigint - 60 + ${moved}`,
  distance: `(hash(i, 4) % 5000)::integer`,
  score: `sqrt((hash(i, 5) % 1000000007)::double)`,
  ratio: `(hash(i, 6) % 10007)::float / 10007`,
  moment: `timestamp '2001-01-01' + to_seconds((hash(i, 7) % 15000000)::bigint)`,
  day: `date '2001-01-01' + (hash(i, 8) % 180)::integer`,
  origin: `'airport ' || (hash(i, 9) % 300)`,
  kind: `['on time', 'late', 'cancelled', 'diverted'][(hash(i, 10) % 4)::integer + 1]`,
  city: `'city ' || (hash(i, 11) % 20000)`,
  held: `hash(i, 12) % 10 < 3`,
})
const ordered = ['amount', 'exact', 'delay', 'distance', 'score', 'ratio', 'moment', 'day']
const categories = ['origin', 'kind', 'city', 'held']

const engine = async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`set threads=2; set memory_limit='1500MB'; set temp_directory='${folder}/temp'`)
  return connection
}

async function write(name: string, moved: number, from: number) {
  const connection = await engine()
  const select = Object.entries(columns(moved)).map(([column, sql]) => `${sql} as ${column}`)
  const file = path.join(folder, `${name}.parquet`)
  await connection.run(
    `copy (select ${select.join(', ')} from range(${from}, ${from + rows}) t(i)) to '${file}' (format parquet, compression zstd)`,
  )
  connection.closeSync()
  return file
}

/** By hand: SUMMARIZE of each file, then each column's drift in one statement of its own. */
async function byHand(reference: string, current: string): Promise<Map<string, number>> {
  const connection = await engine()
  const said = new Map<string, number>()
  const one = async (sql: string) => Number((await connection.runAndReadAll(sql)).getRows()[0]![0])
  for (const file of [reference, current]) await connection.runAndReadAll(`summarize from '${file}'`)
  const counts = (column: string, value: string) => `(select v, sum(a)::double a, sum(b)::double b from (
    select ${value} v, count(*) a, 0 b from '${reference}' where ${column} is not null group by v union all
    select ${value}, 0, count(*) from '${current}' where ${column} is not null group by 1) group by v)`
  for (const column of ordered) {
    const value = column === 'moment' || column === 'day' ? `epoch_us(${column}::timestamp)` : column
    const spread = `(select stddev_pop(${value}::double) from '${reference}')`
    said.set(
      column,
      await one(`select sum(abs(ca / ta - cb / tb) * (next::double - v::double)) / greatest(${spread}, 0.001) from (
        select v, sum(a) over w ca, sum(b) over w cb, sum(a) over () ta, sum(b) over () tb, lead(v) over w as next
        from ${counts(column, value)} window w as (order by v rows unbounded preceding))`),
    )
  }
  for (const column of categories)
    said.set(
      column,
      await one(`with s as (select a / sum(a) over () p, b / sum(b) over () q from ${counts(column, column)})
        select sqrt(sum(case when p > 0 then p * ln(2 * p / (p + q)) else 0 end + case when q > 0 then q * ln(2 * q / (p + q)) else 0 end) / 2) from s`),
    )
  connection.closeSync()
  return said
}

async function ours(reference: string, current: string): Promise<Map<string, number>> {
  const rowsOf = async (file: string) => ({ view: { files: [file] }, schema: (await compute.profile(file)).columns })
  const sides = { reference: await rowsOf(reference), current: await rowsOf(current) }
  const { columns: said } = await observe.compareRows(mintScope('org_bench'), sides)
  return new Map(said.map(({ name, value }) => [name, Number(value)]))
}

const timed = async (work: () => Promise<Map<string, number>>) => {
  const before = memory()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, memory())), 1_000)
  const began = performance.now()
  const result = await work()
  clearInterval(watch)
  return { seconds: (performance.now() - began) / 1000, result, megabytes: Math.round((most - before) / 2 ** 20) }
}
const memory = () => process.memoryUsage().rss + memoryOf(descendants(process.pid))

// As low as the children that measure here, so that what else the machine does falls on both alike.
setPriority(15)
if (process.platform === 'linux') writeFileSync('/proc/self/autogroup', '15')
await buildChildren()
try {
  const [reference, current] = [await write('reference', 0, 0), await write('current', 3, rows)]
  const mine = await timed(() => ours(reference, current))
  console.log(`here: ${mine.seconds.toFixed(1)} s, ${mine.megabytes} MB`)
  const theirs = await timed(() => byHand(reference, current))
  for (const [name, value] of theirs.result) {
    const apart = Math.abs(value - mine.result.get(name)!)
    if (!(apart <= 1e-6)) throw new Error(`${name}: by hand ${value}, here ${mine.result.get(name)}`)
  }
  const ratio = mine.seconds / theirs.seconds
  console.log(
    `profile and drift of two files of ${rows.toLocaleString('en')} rows × 12 columns: ${mine.seconds.toFixed(1)} s, by hand ${theirs.seconds.toFixed(1)} s, ratio ${ratio.toFixed(2)} (at most 1.5)`,
  )
  console.log(
    `  ${mine.megabytes} MB more at most here (limit 2,000), ${theirs.megabytes} MB by hand; all values agree`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)

// Ingest against its engines, run beside each other on this machine: a Parquet file with profile against DuckDB reading, profiling
// and writing the same by hand; a PostgreSQL table against raw COPY of the same table. Usage: tsx bench/ingest.ts [rows]
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import { sourceDatabase } from '@/prisma/seed/source-database'
import { buildChildren } from '@/scripts/build-children'
import { startPostgres } from '@/scripts/postgres'
import { descendants, memoryOf } from '@/scripts/test/processes'
import { get } from '@/server/connectors'
import * as compute from '@/server/platform/compute'

const rows = Number(process.argv[2] ?? 5_000_000)
const folder = mkdtempSync(path.join(tmpdir(), 'stoa-bench-'))
// As root the server runs as another user, who must be able to enter.
chmodSync(folder, 0o711)
const flights = path.resolve('node_modules/vega-datasets/data/flights-3m.parquet')

const timed = async <T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> => {
  const began = performance.now()
  const result = await work()
  return { ms: performance.now() - began, result }
}
const say = (what: string, ours: number, theirs: number, limit: string) =>
  console.log(
    `${what}: ${(ours / 1000).toFixed(2)} s, beside it ${(theirs / 1000).toFixed(2)} s, ratio ${(ours / theirs).toFixed(2)} (${limit})`,
  )

/** What one would write by hand: read, measure every column, write. */
async function byHand() {
  const instance = await DuckDBInstance.create(':memory:')
  const engine = await instance.connect()
  const from = `read_parquet('${flights}')`
  await engine.run(`copy (from ${from}) to '${folder}/hand.parquet' (format parquet, compression zstd)`)
  await engine.runAndReadAll(`summarize from read_parquet('${folder}/hand.parquet')`)
  engine.closeSync()
  instance.closeSync()
}

async function parquet() {
  await byHand()
  const theirs = await timed(byHand)
  const ours = await timed(async () => {
    const written = await compute.ingest({ source: { form: 'parquet', path: flights }, outDir: folder })
    await compute.profile(written.path)
  })
  say('flights-3m.parquet, copied and profiled', ours.ms, theirs.ms, 'at most 1.5')
}

async function table() {
  const cluster = await startPostgres(path.join(folder, 'server'), { flags: ['fsync=off', 'synchronous_commit=off'] })
  process.env.STOA_NET_ALLOW ??= '127.0.0.0/8'
  const source = await sourceDatabase(cluster.url('postgres'), 'bench')
  try {
    await source.sql(`create unlogged table wide as select i as id, i % 1000 as a, i * 1.5::float8 as b, md5(i::text) as c,
      now() + i * interval '1 second' as d, i % 2 = 0 as e, (i % 365 + '2001-01-01'::date) as f, 'text ' || i % 100 as g, i::bigint * 7 as h,
      (i % 10)::smallint as j from generate_series(1, ${rows}) i`)
    await source.sql('analyze wide')
    const raw = () =>
      timed(async () => {
        const client = new pg.Client({ ...source.config, ...source.secrets })
        await client.connect()
        for await (const _ of client.query(to('copy wide to stdout (format binary)')));
        await client.end()
      })
    await raw()
    const theirs = await raw()
    const taken = () =>
      process.memoryUsage().rss + memoryOf(descendants(process.pid).filter((pid) => !server.includes(pid)))
    const server = descendants(process.pid)
    const before = taken()
    let most = before
    const watch = setInterval(() => (most = Math.max(most, taken())), 200)
    const ours = await timed(async () => {
      const signal = new AbortController().signal
      const session = await get('postgres').open({ ...source.config, tls: false }, source.secrets, {
        signal,
        folder: null,
      })
      const reading = await session.read('public.wide', {})
      const written = await compute.ingest({ source: reading.rows, outDir: folder })
      if (written.rows !== rows || reading.sent?.() !== rows) throw new Error(`${written.rows} of ${rows} rows arrived`)
      await session.close()
    })
    clearInterval(watch)
    say(
      `${rows.toLocaleString('en')} rows × 10 columns from PostgreSQL`,
      ours.ms,
      theirs.ms,
      'at most 2.2: 45 % of binary COPY',
    )
    console.log(
      `  ${Math.round(rows / (ours.ms / 1000)).toLocaleString('en')} rows/s; this process and the children it began grew by ${Math.round((most - before) / 2 ** 20)} MB at most (limit 512)`,
    )
  } finally {
    await source.close()
    await cluster.stop()
  }
}

await buildChildren()
try {
  await parquet()
  await table()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)

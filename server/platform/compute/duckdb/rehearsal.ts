import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../quote'
import { engineOf, engineSettings, wall } from './engine'
import { query } from './query'
import { checked } from './statement'

/** A made-up table of the usual types, which the build lays beside the worker. */
export const sample = 'rehearsal.parquet'
const rows = 20_000

/** Writes the sample; the build does, once. */
export async function writeSample(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`copy (select i as n, i % 7 as g, 'text ' || i % 50 as t, i * 1.5::double as d,
    timestamp '2001-01-01' + i * interval 1 minute as at, date '2001-01-01' + (i % 300)::int as day, (i / 3)::decimal(12, 2) as m
    from range(${rows}) numbers(i)) to ${literal(file)} (format parquet, compression zstd)`)
  connection.closeSync()
  instance.closeSync()
}

/**
 * Goes through a statement's whole life once, on the sample and in an engine that is then thrown away, while nobody waits: the
 * first time through, code has to be loaded and compiled, which took a third of a small answer's time.
 */
export async function rehearse(): Promise<void> {
  const file = path.join(import.meta.dirname, sample)
  if (!existsSync(file)) return
  const instance = await DuckDBInstance.create(':memory:', engineSettings)
  const engine = await engineOf(instance)
  const columns = ['n', 'g', 't', 'd', 'at', 'day', 'm'].map((name) => ({ name, as: name }))
  const views = [{ name: ['a', 'sample'], files: [file], columns }]
  await wall(engine, { files: [file], temp: tmpdir(), memoryBytes: 2 ** 28 }, views)
  for (const sql of [
    'select * from a.sample limit 10',
    `select g, count(*), sum(d), max("at"), count(distinct t), avg(m) from a.sample where day > '2001-02-01' group by g order by g`,
  ])
    await query(engine, (await checked(engine, { sql }, views)).sql, 10)
  engine.closeSync()
  instance.closeSync()
}

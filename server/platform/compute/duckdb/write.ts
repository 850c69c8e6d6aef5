import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../quote'
import type { Column, Measures } from '../schema'
import { parquet } from './engine'
import { columnsOf } from './statement'
import { Refusal } from './tree'

/** Writing Parquet and knowing what was written. */

/** More columns than any table that people read; each is measured, and the time for it grows faster than their number. */
const mostColumns = 2_000

/** Parquet has no integer wider than 64 bits and would round it to a double: 38 decimal digits keep it whole. */
export function writable({ name, type }: Column): string {
  const column = identifier(name)
  if (type === 'HUGEINT' || type === 'UHUGEINT') return `cast(${column} as DECIMAL(38,0)) as ${column}`
  if (type === 'BIT' || type === 'BIGNUM' || type === 'TIME_NS') return `cast(${column} as VARCHAR) as ${column}`
  return column
}

const badName = () => new Refusal('The name of a column is empty or holds a NUL; rename it in the source.')

export async function writeParquet(engine: DuckDBConnection, from: string, out: string) {
  const columns = await columnsOf(engine, `from ${from}`)
  if (columns.length > mostColumns)
    throw new Refusal(`It has ${columns.length} columns; ${mostColumns} is the most that can be copied.`)
  // DuckDB's interface ends a name at its NUL: such a column cannot be named, and may pass for another.
  if (new Set(columns.map(({ name }) => name)).size < columns.length || columns.some(({ name }) => name === ''))
    throw badName()
  // Order is not part of what a snapshot says, and keeping it would hold whole row groups of each thread in memory.
  const written = engine.run(
    `copy (select ${columns.map(writable).join(', ')} from ${from}) to ${literal(out)} (format parquet, compression zstd, row_group_size 122880, use_tmp_file false)`,
  )
  await written.catch((error) => {
    throw /^Binder Error: Referenced column/.test(String(error?.message)) ? badName() : error
  })
}

/**
 * Schema, count and hash of a file. The hash is SHA-256 over the schema, the count, and the sums of two independent 64-bit
 * hashes of each row and of their mix: sums do not see order, so the same rows in any order hash alike.
 */
export async function measure(engine: DuckDBConnection, path: string): Promise<Measures> {
  const from = parquet([path])
  const columns = await columnsOf(engine, `from ${from}`)
  const names = columns.map((column) => identifier(column.name))
  const reader = await engine.runAndReadAll(`
    select count(*), sum(h), sum(g), sum(hash(h, g)), ${names.map((_, at) => `sum(n${at})`).join(', ')}
    from (select hash(${names.join(', ')}) h, hash('stoa', ${[...names].reverse().join(', ')}) g,
                 ${names.map((name, at) => `(${name} is null)::utinyint n${at}`).join(', ')} from ${from})`)
  const row = reader.getRows()[0]!.map((value) => (value === null ? '0' : String(value)))
  const [rows, ...sums] = row.slice(0, 4)
  const schema = columns.map((column, at) => ({ ...column, nullable: row[4 + at] !== '0' }))
  const said = JSON.stringify([columns.map(({ name, type }) => [name, type]), rows, sums])
  return {
    rows: Number(rows),
    bytes: statSync(path).size,
    schema,
    hash: createHash('sha256').update(said).digest('hex'),
  }
}

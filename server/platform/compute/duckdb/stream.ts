import { createWriteStream } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../quote'
import type { Task } from '../schema'
import { arrowBatches } from './arrow'
import type { Emit } from './main'
import { columnsOf, nameStatement } from './statement'
import { writable } from './write'

/** Writes a whole answer into the pipe its parent reads: DuckDB itself for CSV and Parquet, column-wise batches for Arrow. */
export async function stream(engine: DuckDBConnection, sql: string, task: Task & { kind: 'stream' }, emit: Emit) {
  const named = await nameStatement(engine, sql)
  const answer = task.limit === undefined ? named : `(from ${named} limit ${task.limit})`
  const columns = await columnsOf(engine, `from ${answer}`)
  emit('columns', { columns })
  if (task.format === 'arrow') return { rows: await arrow(engine, answer, columns, task.pipe) }
  const list =
    task.format === 'parquet'
      ? columns.map(writable).join(', ')
      : columns.map((column) => identifier(column.name)).join(', ')
  const options =
    task.format === 'csv' ? 'format csv, header true' : 'format parquet, compression zstd, row_group_size 122880'
  const result = await engine.run(
    `copy (select ${list} from ${answer}) to ${literal(task.pipe)} (${options}, use_tmp_file false)`,
  )
  return { rows: Number(result.rowsChanged) }
}

async function arrow(
  engine: DuckDBConnection,
  answer: string,
  columns: { name: string; type: string }[],
  pipe: string,
) {
  const out = createWriteStream(pipe, { flags: 'w', highWaterMark: 2 ** 20 })
  let rows = 0
  for await (const batch of arrowBatches(engine, answer, columns)) {
    rows += batch.rows
    if (!out.write(batch.bytes)) await new Promise<void>((ready) => out.once('drain', () => ready()))
  }
  await new Promise<void>((done, failed) => out.on('error', failed).end(done))
  return rows
}

import type { DuckDBConnection } from '@duckdb/node-api'
import type { Measured, Task } from '../schema'
import { withoutValues } from './fault'
import { checked } from './statement'
import { Refusal } from './tree'
import { toJson } from './values'

/** Runs statements of authors, each of which may answer with one number and with nothing else. */
export async function numbers(engine: DuckDBConnection, task: Task & { kind: 'numbers' }): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const { id, sql } of task.checks) {
    try {
      const statement = await checked(engine, { sql }, task.views)
      measured.push({ id, ok: true, value: await one(engine, statement.sql) })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (/^(INTERRUPT|Out of Memory) Error/i.test(message)) throw error
      measured.push({ id, ok: false, message: error instanceof Refusal ? message : withoutValues(message) })
    }
  }
  return measured
}

async function one(engine: DuckDBConnection, sql: string): Promise<number | null> {
  const reader = await engine.streamAndReadUntil(sql, 2)
  const rows = reader.getRows()
  if (reader.columnCount !== 1 || rows.length !== 1)
    throw new Refusal(
      `A check answers with one number; this answered with ${rows.length === 1 ? 'one row' : rows.length ? 'several rows' : 'no row'} of ${reader.columnCount} columns.`,
    )
  const value = rows[0]![0] ?? null
  if (value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL)/.test(reader.columnType(0).toString())
  const number = Number(toJson(value))
  if (!numeric || Number.isNaN(number))
    throw new Refusal(`A check answers with one number; this answered with a ${reader.columnType(0)}.`)
  return number
}

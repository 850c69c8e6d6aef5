import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, name } from '../quote'
import type { Column, Parsed, Statement, View } from '../schema'
import { demandBareExpression, TreeCheck, tableKey } from './tree'

/** The first wall: what DuckDB's own parser makes of a text, checked before the text runs. */

const ahead = new WeakMap<DuckDBConnection, { sql: string; tree: string }>()

/** Parses a text that is about to be asked for. */
export async function readAhead(engine: DuckDBConnection, sql: string): Promise<void> {
  ahead.set(engine, { sql, tree: await serialize(engine, sql) })
}

export async function serialize(engine: DuckDBConnection, sql: string): Promise<string> {
  const known = ahead.get(engine)
  if (known?.sql === sql) return known.tree
  const reader = await engine.runAndReadAll('select json_serialize_sql($1::varchar)', [sql])
  return String(reader.getRows()[0]?.[0])
}

export async function parse(engine: DuckDBConnection, sql: string): Promise<Parsed> {
  return new TreeCheck({ held: null, subqueries: true, windows: true }).statement(await serialize(engine, sql))
}

/** One expression over a row, alone: no subquery, so that it can say nothing of another table; windows where asked for. */
export async function checkExpression(engine: DuckDBConnection, expression: string, windows = false) {
  const serialized = await serialize(engine, `select ${expression}`)
  demandBareExpression(serialized)
  new TreeCheck({ held: new Set(), subqueries: false, windows }).statement(serialized)
}

/** The text to run for a statement, after its check, and the names of the views that it reads. */
export async function checked(
  engine: DuckDBConnection,
  statement: Statement,
  views: View[],
): Promise<{ sql: string; reads: string[][] }> {
  if ('rows' in statement) {
    const { of, columns, where } = statement.rows
    if (where !== undefined) await checkExpression(engine, where)
    // The new line ends a comment the condition may close with.
    const sql = `select ${columns?.map(identifier).join(', ') ?? '*'} from ${name(of)}${where === undefined ? '' : ` where (${where}\n)`}`
    return { sql, reads: [of] }
  }
  const held = new Map(views.map((view) => [tableKey(view.name), view.name]))
  const check = new TreeCheck({ held: new Set(held.keys()), subqueries: true, windows: true })
  const { tables } = check.statement(await serialize(engine, statement.sql))
  return { sql: statement.sql, reads: tables.flatMap((table) => [held.get(tableKey(table)) ?? []]) }
}

/** Names a checked statement, so that it can stand inside another without its text being pasted between parentheses. */
export async function nameStatement(engine: DuckDBConnection, sql: string): Promise<string> {
  await engine.run(`create temp view stoa_answer as ${sql}`)
  return 'stoa_answer'
}

export async function columnsOf(engine: DuckDBConnection, sql: string): Promise<Column[]> {
  const prepared = await engine.prepare(sql)
  return Array.from({ length: prepared.columnCount }, (_, at) => ({
    name: prepared.columnName(at),
    type: prepared.columnType(at).toString(),
  }))
}

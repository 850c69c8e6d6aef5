import type { DuckDBConnection } from '@duckdb/node-api'
import type { Answer, Value } from '../schema'
import { Refusal } from './tree'
import { toJson } from './values'

/** What one answer may weigh as JSON; more goes by download. */
const mostBytes = 64 * 2 ** 20

/** What a value weighs as JSON in UTF-8, at least; found without writing it out, because one value may be larger than memory. */
function weight(value: Value): number {
  if (typeof value === 'string') return value.length > mostBytes ? value.length : Buffer.byteLength(value) + 2
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + weight(one) + 1, 2)
  if (typeof value !== 'object' || value === null) return String(value).length
  return Object.entries(value).reduce((sum, [key, one]) => sum + weight(key) + weight(one) + 2, 2)
}

/** The first rows of a statement. It is read as a stream, so that the rows past the limit are never made. */
export async function query(engine: DuckDBConnection, sql: string, limit: number): Promise<Omit<Answer, 'took'>> {
  const result = await engine.stream(sql)
  const columns = result.columnNames().map((name, at) => ({ name, type: result.columnType(at).toString() }))
  const rows: Answer['rows'] = []
  let bytes = 0
  while (rows.length <= limit) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    for (let row = 0; row < chunk.rowCount && rows.length <= limit; row++) {
      const values = chunk.getRowValues(row).map(toJson)
      bytes += weight(values)
      if (bytes > mostBytes)
        throw new Refusal(
          'The answer is larger than 64 MB as JSON: name fewer columns, lower the limit, or download it.',
        )
      rows.push(values)
    }
  }
  const truncated = rows.length > limit
  if (truncated) rows.length = limit
  return { columns, rows, rowCount: rows.length, truncated }
}

import type { DuckDBConnection } from '@duckdb/node-api'
import type { Answer } from '../schema'
import { Refusal } from './tree'
import { toJson } from './values'

/** What one answer may weigh as JSON; more goes by download. */
const mostBytes = 64 * 2 ** 20

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
      bytes += JSON.stringify(values).length
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

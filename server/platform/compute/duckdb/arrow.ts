import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import type { Data, DataType } from 'apache-arrow'
import { identifier } from '../quote'
import type { Column } from '../schema'

/** An answer as an Arrow IPC stream, made column by column from DuckDB's vectors; types without a counterpart go as text. */

type Numbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array
/** How a column crosses: its Arrow type, the array of its values, and the value of one cell. */
type Way = { type: DataType; make: (length: number) => Numbers; cell: (value: unknown) => number | bigint }

type Arrow = typeof import('apache-arrow')

const micros = (value: unknown) => (value as { micros: bigint }).micros
const itself = (value: unknown) => value as number | bigint

function waysOf(arrow: Arrow): Record<string, Way> {
  return {
    TINYINT: { type: new arrow.Int8(), make: (n) => new Int8Array(n), cell: itself },
    SMALLINT: { type: new arrow.Int16(), make: (n) => new Int16Array(n), cell: itself },
    INTEGER: { type: new arrow.Int32(), make: (n) => new Int32Array(n), cell: itself },
    BIGINT: { type: new arrow.Int64(), make: (n) => new BigInt64Array(n), cell: itself },
    UTINYINT: { type: new arrow.Uint8(), make: (n) => new Uint8Array(n), cell: itself },
    USMALLINT: { type: new arrow.Uint16(), make: (n) => new Uint16Array(n), cell: itself },
    UINTEGER: { type: new arrow.Uint32(), make: (n) => new Uint32Array(n), cell: itself },
    UBIGINT: { type: new arrow.Uint64(), make: (n) => new BigUint64Array(n), cell: itself },
    FLOAT: { type: new arrow.Float32(), make: (n) => new Float32Array(n), cell: itself },
    DOUBLE: { type: new arrow.Float64(), make: (n) => new Float64Array(n), cell: itself },
    DATE: {
      type: new arrow.DateDay(),
      make: (n) => new Int32Array(n),
      cell: (value) => (value as { days: number }).days,
    },
    TIMESTAMP: { type: new arrow.TimestampMicrosecond(null), make: (n) => new BigInt64Array(n), cell: micros },
    'TIMESTAMP WITH TIME ZONE': {
      type: new arrow.TimestampMicrosecond('UTC'),
      make: (n) => new BigInt64Array(n),
      cell: micros,
    },
  }
}
type Vector = { items?: Numbers; validity: { itemValid(at: number): boolean }; getItem(at: number): unknown }
const batchRows = 65_536

export async function* arrowBatches(
  engine: DuckDBConnection,
  from: string,
  columns: Column[],
): AsyncGenerator<{ rows: number; bytes: Uint8Array }> {
  // Loaded only here: no other task needs it, and a child starts sooner without.
  const arrow = await import('apache-arrow')
  const ways = waysOf(arrow)
  const result = await engine.stream(`select ${columns.map((column) => shown(column, ways)).join(', ')} from ${from}`)
  const types = columns.map(
    ({ type }) => ways[type]?.type ?? (type === 'BOOLEAN' ? new arrow.Bool() : new arrow.Utf8()),
  )
  const schema = new arrow.Schema(columns.map(({ name }, at) => new arrow.Field(name, types[at]!, true)))
  const queue = new (class extends arrow.AsyncByteQueue {
    parts: Uint8Array[] = []
    override write(part: Uint8Array) {
      // The writer uses its buffers again: what is kept is a copy.
      this.parts.push(Uint8Array.prototype.slice.call(part))
    }
  })()
  const writer = new arrow.RecordBatchStreamWriter()
  const taken = () => Buffer.concat(queue.parts.splice(0))
  let pending: DuckDBDataChunk[] = []
  let rows = 0
  writer.reset(queue, schema)
  const flush = () => {
    const children = columns.map(({ type }, at) =>
      arrow.makeData({ type: types[at]!, ...columnData(type, ways[type], pending, at, rows) } as never),
    ) as Data[]
    writer.write(
      new arrow.RecordBatch(schema, arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows, children })),
    )
    const flushed = { rows, bytes: taken() }
    pending = []
    rows = 0
    return flushed
  }
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    pending.push(chunk)
    rows += chunk.rowCount
    if (rows >= batchRows) yield flush()
  }
  yield flush()
  writer.finish()
  yield { rows: 0, bytes: taken() }
}

/** Numbers, truths and moments have a counterpart; nested values go as JSON text, all else as DuckDB writes it. */
function shown({ name, type }: Column, ways: Record<string, Way>): string {
  const column = identifier(name)
  if (ways[type] || type === 'VARCHAR' || type === 'BOOLEAN') return column
  const nested = /\[\d*\]$|^(STRUCT|MAP|UNION)\(/.test(type)
  return `${nested ? `to_json(${column})` : column}::varchar as ${column}`
}

function columnData(type: string, way: Way | undefined, chunks: DuckDBDataChunk[], at: number, length: number) {
  const bits = new Uint8Array((length + 7) >> 3)
  const values = way?.make(length)
  const truths = type === 'BOOLEAN' ? new Uint8Array((length + 7) >> 3) : null
  const texts: string[] = []
  let nullCount = 0
  let row = 0
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(at) as unknown as Vector
    // A vector of numbers is an array already, of the very kind that Arrow wants: it is copied whole.
    const whole = values && vector.items?.constructor === values.constructor
    if (whole) values.set(vector.items as never, row)
    for (let index = 0; index < chunk.rowCount; index++, row++) {
      const value = whole ? vector.validity.itemValid(index) || null : vector.getItem(index)
      if (value === null) nullCount++
      else bits[row >> 3]! |= 1 << (row & 7)
      if (whole) continue
      if (way && values) values[row] = (value === null ? zero(values) : way.cell(value)) as never
      else if (truths) truths[row >> 3]! |= value === true ? 1 << (row & 7) : 0
      else texts.push(value === null ? '' : String(value))
    }
  }
  const common = { length, nullCount, nullBitmap: bits }
  if (values ?? truths) return { ...common, data: values ?? truths }
  return { ...common, ...utf8(texts) }
}

const zero = (values: Numbers) => (values instanceof BigInt64Array || values instanceof BigUint64Array ? 0n : 0)

function utf8(texts: string[]) {
  const valueOffsets = new Int32Array(texts.length + 1)
  let bytes = 0
  texts.forEach((text, at) => {
    bytes += Buffer.byteLength(text)
    valueOffsets[at + 1] = bytes
  })
  const data = Buffer.from(texts.join(''))
  return { valueOffsets, data }
}

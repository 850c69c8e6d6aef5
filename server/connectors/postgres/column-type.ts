import { quote } from './quote'

/** A column as PostgreSQL's catalogue describes it; a domain stands as the type below it. */
export type PgColumn = { name: string; type: string; modifier: number; nullable: boolean; dimensions: number }
/** The expression that reads a column, and the type its text has on our side. */
export type Mapped = { expression: string; type: string }

const plain: Record<string, string> = {
  int2: 'SMALLINT',
  int4: 'INTEGER',
  int8: 'BIGINT',
  oid: 'BIGINT',
  float4: 'REAL',
  float8: 'DOUBLE',
  bool: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
  uuid: 'UUID',
  json: 'JSON',
  jsonb: 'JSON',
}

/** The most digits a decimal can have on our side. */
const mostDigits = 38

/** A numeric's declared precision and scale; a scale of 11 bits, signed, sits beneath the precision. */
function declared(modifier: number): { precision: number; scale: number } | undefined {
  if (modifier < 4) return undefined
  const bits = modifier - 4
  const scale = ((bits & 0x7ff) ^ 1024) - 1024
  return { precision: (bits >> 16) & 0xffff, scale }
}

/** How a column travels. `scale` is what a numeric without declared precision was measured to need; null if it fits none. */
export function mapColumn(column: PgColumn, scale?: number | null): Mapped {
  const name = quote('name', column.name)
  // An array's text form is PostgreSQL's own; as JSON everyone can read it.
  if (column.dimensions > 0) return { expression: `to_json(${name})::text`, type: 'JSON' }
  if (column.type === 'numeric') return { expression: name, type: decimal(column.modifier, scale) }
  // DuckDB reads bytes as \x41\x42, PostgreSQL writes \x4142.
  if (column.type === 'bytea')
    return { expression: `regexp_replace(encode(${name}, 'hex'), '(..)', '\\x\\1', 'g')`, type: 'BLOB' }
  const type = plain[column.type]
  return type ? { expression: name, type } : { expression: `${name}::text`, type: 'VARCHAR' }
}

function decimal(modifier: number, scale?: number | null): string {
  const size = declared(modifier)
  if (size) {
    const fits = size.precision <= mostDigits && size.scale >= 0 && size.scale <= size.precision
    return fits ? `DECIMAL(${size.precision},${size.scale})` : 'VARCHAR'
  }
  return scale === undefined || scale === null ? 'VARCHAR' : `DECIMAL(${mostDigits},${scale})`
}

/** Whether a column's decimal size must be measured in the data. */
export const needsMeasure = (column: PgColumn) =>
  column.type === 'numeric' && column.dimensions === 0 && declared(column.modifier) === undefined

/** A scale for measured digits: one of a few steps, so that a new value seldom changes the type; null if none fits. */
export function scaleFor(whole: number, fraction: number): number | null {
  const step = [0, 2, 6, 10, 18].find((one) => one >= fraction) ?? fraction
  if (whole + step <= mostDigits) return step
  return whole + fraction <= mostDigits ? fraction : null
}

/** Names that differ only by case would be one column on our side: the later ones get a number. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let given = name
    for (let n = 2; taken.has(given.toLowerCase()); n++) given = `${name}_${n}`
    taken.add(given.toLowerCase())
    return given
  })
}

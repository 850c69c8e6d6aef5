import { Inexact } from './refusal'

/**
 * How PostgreSQL writes what DuckDB writes: names of types, and the text of a value. Nothing here may hang on a setting of the session
 * (its time zone, its style of dates), since the reader of a view sets those.
 */

const sorts: Record<string, string> = {
  VARCHAR: 'text',
  DOUBLE: 'double precision',
  FLOAT: 'real',
  BLOB: 'bytea',
  TINYINT: 'smallint',
  HUGEINT: 'numeric(38,0)',
}
/** The name of a type, of those that files have. */
export const postgresType = (type: string): string => sorts[type] ?? type.toLowerCase()

const seconds = (column: string) => `rtrim(rtrim(to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US'), '0'), '.')`
const dated = (column: string, form: string) =>
  `CASE WHEN isfinite(${column}) THEN ${form} WHEN ${column} = 'infinity' THEN 'infinity' WHEN ${column} = '-infinity' THEN '-infinity' END`

/** A value as text, as files write it: what hashes are made of, so that they are the same wherever the value is read. */
export function postgresText(column: string, type: string): string {
  if (type === 'DATE') return `(${dated(column, `to_char(${column}, 'YYYY-MM-DD')`)})`
  if (type === 'TIMESTAMP') return `(${dated(column, seconds(column))})`
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return `(${dated(column, `${seconds(`(${column} AT TIME ZONE 'UTC')`)} || '+00'`)})`
  // The digits of a float hang on a setting, and bytes are written in another way.
  if (/^(DOUBLE|FLOAT|BLOB)$/.test(type)) throw new Inexact(`the text of ${type} has no exact form in PostgreSQL`)
  return `CAST(${column} AS TEXT)`
}

/** The first day of a year, whatever the reader's time zone is. */
export function postgresYear(column: string, type: string): string {
  if (type === 'DATE')
    return `CASE WHEN isfinite(${column}) THEN make_date(extract(year FROM ${column})::int, 1, 1) ELSE ${column} END`
  return type === 'TIMESTAMP' ? `date_trunc('year', ${column})` : `date_trunc('year', ${column}, 'UTC')`
}

const ends: Record<string, string> = {
  TINYINT: '-128 AND 127',
  SMALLINT: '-32768 AND 32767',
  INTEGER: '-2147483648 AND 2147483647',
  BIGINT: '-9223372036854775808 AND 9223372036854775807',
}
function endsOf(type: string): string {
  const [, digits = '38', scale = '0'] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  const most = `1e${Number(digits) - Number(scale)}::NUMERIC - 1e-${scale}::NUMERIC`
  return ends[type] ?? `-(${most}) AND ${most}`
}

/** The lower end of a step; nothing where the type cannot hold it, since an error would tell of the value. */
export function postgresBucket(column: string, type: string, width: number): string {
  const name = postgresType(type)
  if (/^(DOUBLE|FLOAT)$/.test(type))
    // So far out a step is finer than what the type tells apart.
    return `CASE WHEN ${column} BETWEEN -1e30 AND 1e30 THEN CAST(floor(${column} / ${width}) * ${width} AS ${name}) ELSE ${column} END`
  const wide = `${column}::NUMERIC`
  const lower = `(${wide} - (((${wide} % ${width}) + ${width}) % ${width}))`
  return `CASE WHEN ${lower} BETWEEN ${endsOf(type)} THEN CAST(${lower} AS ${name}) END`
}

import { identifier, literal } from '@/server/platform/compute'
import type { Check, Measure } from './check'
import { isNumeric } from './column-type'
import { limitConditions } from './limits'

/** Checks as SQL over an object's rows, under the contract's names. Every name and text of the author's is quoted here. */

/** Columns of an object as the contract names them, with their DuckDB types and, where it differs, their name in the SQL. */
export type Table = { object: string; columns: { name: string; type: string; sqlName?: string }[] }

const quote = (table: Table, column: string) =>
  identifier(table.columns.find((each) => each.name === column)?.sqlName ?? column)
const typeOf = (table: Table, column: string) => table.columns.find((each) => each.name === column)?.type ?? 'VARCHAR'

/** The value as SQL, to be compared with a column of this type: a number with numbers, everything else as text. */
const asText = (value: unknown) => literal(typeof value === 'string' ? value : JSON.stringify(value))

function among(table: Table, column: string, values: unknown[]): string {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return 'false'
  const quoted = quote(table, column)
  if (isNumeric(typeOf(table, column))) {
    const numbers = known.map(Number).filter(Number.isFinite)
    return numbers.length === 0 ? 'false' : `${quoted} in (${numbers.map(String).join(', ')})`
  }
  return `cast(${quoted} as varchar) in (${known.map(asText).join(', ')})`
}

/** The condition that a row fails; null where a rule is not about single rows. Always true or false, never NULL. */
function failing(measure: Measure, property: string | null, table: Table): string | null {
  const any = (columns: string[], say: (column: string) => string | null) => {
    const parts = columns.map(say).filter((part) => part !== null)
    return parts.length === 0 ? null : parts.map((part) => `coalesce(${part}, false)`).join(' or ')
  }
  if (measure.by === 'nulls') return any(measure.columns, (column) => `${quote(table, column)} is null`)
  if (measure.by === 'missing')
    return any(measure.columns, (column) => {
      const listed = among(table, column, measure.values)
      return measure.values.includes(null) ? `(${quote(table, column)} is null or ${listed})` : listed
    })
  if (measure.by === 'enum' && property)
    return `coalesce(not (${among(table, property, measure.values)}), false) and ${quote(table, property)} is not null`
  if (measure.by === 'limits' && property)
    return any(
      limitConditions(measure.logical, measure.options, quote(table, property), literal),
      (part) => `not (${part})`,
    )
  if (measure.by === 'invalid') return any(measure.columns, (column) => invalidValue(measure, column, table))
  return null
}

function invalidValue(measure: Measure & { by: 'invalid' }, column: string, table: Table): string {
  const quoted = quote(table, column)
  const wrong: string[] = []
  if (measure.valid) wrong.push(`not (${among(table, column, measure.valid)})`)
  if (measure.pattern !== undefined)
    wrong.push(`not regexp_matches(cast(${quoted} as varchar), ${literal(measure.pattern)})`)
  const logical = isNumeric(typeOf(table, column)) ? 'number' : 'string'
  for (const limit of limitConditions(logical, measure.limits ?? {}, quoted, literal)) wrong.push(`not (${limit})`)
  return `(${quoted} is not null and (${wrong.join(' or ') || 'false'}))`
}

/** The columns by which rows repeat; all of them where none is named. */
const repeating = (measure: Measure & { by: 'duplicates' }, table: Table) =>
  (measure.columns.length > 0 ? measure.columns : table.columns.map((column) => column.name)).map((column) =>
    quote(table, column),
  )

/** Rows that repeat an earlier one, so that one of each is never counted. */
function duplicates(measure: Measure & { by: 'duplicates' }, table: Table): string {
  const columns = repeating(measure, table)
  const object = identifier(table.object)
  if (!measure.nullsCount) return `select count(${columns[0]}) - count(distinct ${columns[0]}) from ${object}`
  const keys = columns.join(', ')
  return `select coalesce(sum(times - 1), 0) from (select count(*) as times from ${object} group by ${keys})`
}

/** Which of the rows that repeat each other stays is settled by all their columns, so that it is the same each time. */
function repeats(measure: Measure, table: Table): string | null {
  if (measure.by !== 'duplicates') return null
  const columns = repeating(measure, table)
  const all = table.columns.map((column) => quote(table, column.name)).join(', ')
  const later = `row_number() over (partition by ${columns.join(', ')} order by ${all}) > 1`
  return measure.nullsCount ? later : `(${columns[0]} is not null and ${later})`
}

function reference(measure: Measure & { by: 'reference' }, table: Table): string {
  const filled = measure.columns.map((column) => `a.${identifier(column)} is not null`).join(' and ')
  const same = measure.columns
    .map((column, n) => `b.${identifier(measure.targets[n]!)} = a.${identifier(column)}`)
    .join(' and ')
  return `select count(*) from ${identifier(table.object)} a where ${filled} and not exists (select 1 from ${identifier(measure.object)} b where ${same})`
}

function key(measure: Measure & { by: 'key' }, table: Table): string {
  const columns = measure.columns.map(identifier)
  const filled = columns.map((column) => `${column} is not null`).join(' and ')
  const object = identifier(table.object)
  return `select (select count(*) from ${object}) - (select count(*) from (select distinct ${columns.join(', ')} from ${object} where ${filled}))`
}

/** `${object}` and `${property}` of the standard, with its older spellings; what else looks so is left alone. */
const author = (sql: string, check: Check) =>
  sql.replace(/\$\{(object|table|model|schema|property|column)\}/g, (whole, word: string) => {
    if (word === 'property' || word === 'column') return check.property ? identifier(check.property) : whole
    return identifier(check.object)
  })

/** An author's statement that counts the rows of its object under one condition says which rows they are. */
const counting = /^\s*select\s+count\s*\(\s*\*\s*\)\s+from\s+\$\{(?:object|table|model|schema)\}\s+where\s+(\S[^;]*)$/i
function counted(check: Check): string | null {
  const condition = check.measure.by === 'query' ? counting.exec(check.measure.sql)?.[1] : undefined
  return condition === undefined ? null : `(\n${author(condition.trim(), check)}\n)`
}

/** One SELECT that gives the measured number of a check; null for a check that no query measures. */
function measureSql(check: Check, table: Table): string | null {
  const { measure } = check
  if (measure.by === 'type') return null
  if (measure.by === 'query') return author(measure.sql, check)
  const object = identifier(table.object)
  if (measure.by === 'rows') return `select count(*) from ${object}`
  if (measure.by === 'key') return key(measure, table)
  if (measure.by === 'reference') return reference(measure, table)
  if (measure.by === 'duplicates') return share(duplicates(measure, table), check, object)
  const wrong = failing(measure, check.property, table)
  return share(`select count(*) from ${object} where ${wrong ?? 'false'}`, check, object)
}

/** In per cent of all rows where the rule counts so; of no rows, none fail. */
const share = (counted: string, check: Check, object: string) =>
  check.unit === 'percent'
    ? `select coalesce(100.0 * (${counted}) / nullif((select count(*) from ${object}), 0), 0)`
    : counted

/**
 * A check as SQL: `number` is the SELECT that measures it (null where none does), `failing` the condition of the single rows that fail it
 * (null where it is about no single rows), which may hold a window.
 */
export const compileCheck = (check: Check, table: Table): { number: string | null; failing: string | null } => ({
  number: measureSql(check, table),
  failing: repeats(check.measure, table) ?? failing(check.measure, check.property, table) ?? counted(check),
})

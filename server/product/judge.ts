import type { Check, Measure } from './check'
import { keepsType, logicalTypeOf } from './column-type'
import type { Table } from './compile-check'
import type { CheckResult, PlannedCheck } from './schema'
import { bandOf, isKept, readPromise } from './verdict'

/** From what was measured to what a person reads. */

export type Reading = { ok: true; value: number | null } | { ok: false; message: string }

/** A check as it is told before it has run. */
export function planned(check: Check): PlannedCheck {
  const { id, port, object, property, rule, kind, title, severity, blocking, unit, path, measure } = check
  const expected =
    measure.by === 'type'
      ? (measure.logical ?? 'there')
      : readPromise(check.promise, unit === 'percent' ? 'percent' : '')
  const band = measure.by === 'type' ? {} : bandOf(check.promise)
  return { id, port, object, property, rule, kind, title, severity, blocking, expected, ...band, unit, path }
}

/** The columns that a check reads of its own object. */
export function columnsOf(measure: Measure, property: string | null): string[] {
  if ('columns' in measure) return measure.columns
  return property && measure.by !== 'query' && measure.by !== 'rows' ? [property] : []
}

const missing = (check: Check, table: Table) =>
  columnsOf(check.measure, check.property).filter((name) => !table.columns.some((column) => column.name === name))

/** Whether the rows have what a check reads, so that it can be asked of them. */
export const canMeasure = (check: Check, table: Table) =>
  check.measure.by !== 'type' && missing(check, table).length === 0

/** The result of one check. A column that is not there fails every promise made about it. */
export function judge(check: Check, table: Table, number: Reading | undefined, setAside: number | null): CheckResult {
  const about = { ...planned(check), setAside: check.setAside ? (setAside ?? 0) : null }
  const failed = (detail: string, measured: string | null = null): CheckResult => ({
    ...about,
    ok: false,
    measured,
    detail,
  })
  const gone = missing(check, table)
  if (gone.length > 0)
    return failed(`The asset has no column for ${gone.join(', ')}.`, check.measure.by === 'type' ? 'missing' : null)
  if (check.measure.by === 'type') {
    const type = table.columns.find((column) => column.name === check.property)?.type ?? ''
    const { logical } = check.measure
    // In the contract's own words; the engine's type only where it tells why the promise is broken.
    return keepsType(logical ?? undefined, type)
      ? { ...about, ok: true, measured: logical ?? logicalTypeOf(type), detail: null }
      : failed(`Stored as ${type}.`, logicalTypeOf(type))
  }
  if (!number) return failed('It was not measured.')
  if (!number.ok) return failed(number.message)
  if (number.value === null) return failed('The query gave no number.')
  return { ...about, ok: isKept(check.promise, number.value), measured: number.value, detail: null }
}

/** A port may be published, or move, when every check that blocks holds. */
export const holds = (results: CheckResult[]) => results.every((result) => result.ok || !result.blocking)

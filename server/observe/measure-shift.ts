import type { AskOf } from './added-schema'
import { compareRows } from './compare-rows'
import type { DriftColumn } from './drift-schema'
import { findSides } from './find-sides'
import { findColumn, findObject } from './monitors/find-object'
import type { Measured, Watching } from './monitors/watching'

type Ask = AskOf<'drift'>

/** How far a column's values are from those they are compared with: rows of a time before, or a snapshot. */
export async function measureShift(of: Watching, ask: Ask): Promise<Measured> {
  const { object } = findObject(of.ports, ask)
  const sides = await findSides(of, ask)
  if (!sides) return { value: null, detail: 'There is nothing to compare it with yet.' }
  const { name } = findColumn(object, ask.column)
  const { statistic, threshold } = ask
  const columns = [{ name, ...(statistic && { statistic }), ...(threshold !== undefined && { threshold }) }]
  const { columns: said } = await compareRows(of.actor.scope, { ...sides, columns, signal: of.signal })
  return readShift(said[0]!)
}

/** Tests are held against their p-value from below, distances from above. */
function readShift({ value, pValue, threshold, drifted, error }: DriftColumn): Measured {
  const number = pValue ?? (typeof value === 'number' ? value : null)
  const band = pValue === undefined ? { high: threshold } : { low: threshold }
  return { value: number, band, ...(drifted !== null && { broken: drifted }), ...(error && { detail: error }) }
}

import type { View } from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { columnsToCompare } from './columns-to-compare'
import type { ColumnAsk, DriftReport } from './drift-schema'
import { measureDrift } from './measure-drift'

/** Rows of one side: files, perhaps under a condition, and the columns they have. */
type Rows = { view: Omit<View, 'name'>; schema: readonly { name: string; type: string }[] }

/** Compares rows with rows, column by column; every column that either side has, unless some are named. */
export async function compareRows(
  scope: OrgScope,
  ask: { reference: Rows; current: Rows; columns?: readonly ColumnAsk[]; signal?: AbortSignal },
): Promise<DriftReport> {
  const { reference, current, signal } = ask
  const { columns, faults } = columnsToCompare(reference.schema, current.schema, ask.columns)
  if (faults.length > 0) throw invalid('Some columns cannot be compared so.', faults)
  const said = await measureDrift(scope, { reference: reference.view, current: current.view, columns, signal })
  const judged = said.filter(({ drifted }) => drifted !== null).length
  const drifted = said.filter((column) => column.drifted).length
  return { columns: said, drifted, share: judged === 0 ? null : drifted / judged }
}

import * as compute from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import { AppError, invalid } from '@/server/platform/errors'
import { storage } from '@/server/platform/storage'
import type { PortObject } from '@/server/product'

const deadlineMs = 60_000

/**
 * Demands that a row condition is one expression over a row, which DuckDB takes for each object that it would narrow. It is tried
 * over no row at all, so that no error of it tells a value. Starts a process: never inside a transaction.
 */
export async function checkRows(
  scope: OrgScope,
  {
    rows,
    path,
    objects,
  }: { rows: string; path: string; objects: Pick<PortObject, 'name' | 'storageKey' | 'columns'>[] },
): Promise<void> {
  try {
    await compute.rowExpression(rows, { deadlineMs })
    for (const object of objects) {
      const name = ['rows']
      const columns = object.columns.map((column) => ({ name: column.physical, as: column.name }))
      const views = [{ name, files: [await storage.localPath(object.storageKey)], columns, where: 'false' }]
      await compute.query({ org: scope.orgId, views, rows: { of: name, where: rows }, limit: 1, deadlineMs })
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    throw invalid(`The row condition cannot be used. ${error.message}`, [{ path, message: error.message }])
  }
}

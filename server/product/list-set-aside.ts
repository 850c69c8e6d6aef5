import * as compute from '@/server/platform/compute'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { storage } from '@/server/platform/storage'
import { findPort } from './find-port'

/** The rows that a port leaves out because they fail its checks, at most `limit` of them. They are values: only readers of them may ask. */
export async function listSetAside(
  scope: OrgScope,
  ask: { productId: string; port: string; object: string; limit: number; signal?: AbortSignal },
) {
  const port = await findPort(scope, ask)
  const object = port?.objects.find((each) => each.name === ask.object)
  if (!object) throw notFound('object of the port')
  const columns = object.columns.map(({ name, type }) => ({ name, type }))
  if (!object.asideKey) return { columns, rows: [], rowCount: 0, total: 0 }
  const view = {
    name: ['aside'],
    files: [await storage.localPath(object.asideKey)],
    columns: object.columns.map((column) => ({ name: column.physical, as: column.name })),
  }
  const answer = await compute.query({
    org: scope.orgId,
    views: [view],
    sql: 'select * from aside',
    limit: ask.limit,
    signal: ask.signal,
  })
  return { columns: answer.columns, rows: answer.rows, rowCount: answer.rowCount, total: object.setAside }
}

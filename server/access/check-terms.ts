import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { checkRows } from './check-rows'
import { findRequest } from './request-store'
import type { Terms } from './schema'

/** Demands that rows which a decider names can be told, over any column of the port. Before the transaction: it starts a process. */
export async function checkTerms(scope: OrgScope, requestId: string, terms: Terms | undefined): Promise<void> {
  const row = terms?.rows === undefined ? null : await findRequest(scope, requestId)
  if (!row || terms?.rows === undefined) return
  const major = Number(row.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: row.productId, port: row.port, major })
  if (port) await checkRows(scope, { rows: terms.rows, path: 'terms.rows', objects: port.objects })
}

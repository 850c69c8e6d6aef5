import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as store from './store'

/** What policy is asked about: the product that an incident or an expectation is of; null for neither. */
export async function findResource(scope: OrgScope, id: string) {
  const row = (await store.findIncident(scope, id)) ?? (await store.findExpectation(scope, id))
  return row && ((await product.listFacts(scope, [row.productId])).get(row.productId)?.resource ?? null)
}

import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { findAdjustment } from './adjustment-store'
import * as store from './store'

/** What policy is asked about: the product that an incident, an expectation or an adjustment is of; null for none of them. */
export async function findResource(scope: OrgScope, id: string) {
  const row =
    (await store.findIncident(scope, id)) ??
    (await store.findExpectation(scope, id)) ??
    (await findAdjustment(scope, id))
  return row && ((await product.listFacts(scope, [row.productId])).get(row.productId)?.resource ?? null)
}

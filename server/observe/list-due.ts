import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as store from './added-store'
import { isDue } from './fingerprint'

/** What was added to a product and is to be measured now. */
export async function listDue(scope: OrgScope, productId: string): Promise<string[]> {
  const [added, ports] = await Promise.all([store.listAdded(scope, productId), product.findPorts(scope, { productId })])
  const at = now()
  return added.filter((one) => isDue(one, ports, at)).map(({ id }) => id)
}

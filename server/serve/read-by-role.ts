import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { byRole, type Reading } from './reading'

/** What owners and publishers of a product's domain read without a grant: its published ports, whole. */
export async function readByRole(scope: OrgScope, productId: string): Promise<Reading[]> {
  const { ports } = await product.get(scope, { slug: productId })
  const readings: Reading[] = []
  for (const { name: port } of ports) {
    const found = await product.findPort(scope, { productId, port })
    if (found) readings.push(byRole(found))
  }
  return readings
}

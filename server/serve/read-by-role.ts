import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { byRole, type Reading } from './reading'

/** What owners and publishers of a product's domain read without a grant: its published ports, whole. */
export const readByRole = async (scope: OrgScope, productId: string): Promise<Reading[]> =>
  (await product.findPorts(scope, { productId })).filter(({ items }) => items.length === 0).map(byRole)

import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { partOf, type Written } from './part-of'

/** What the product's own document says is expected of it, in its draft or in the version that readers get; null where there is no such version. */
export async function findDocument(
  scope: OrgScope,
  productId: string,
  of: 'draft' | 'published',
): Promise<{ version: string; part: Written | null } | null> {
  const found = await product.findOwnParts(scope, { productId, of })
  return found && { version: found.version, part: partOf(found.properties) }
}

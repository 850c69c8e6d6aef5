import type { OrgScope } from '@/server/platform/db'
import type { CustomProperty } from './contract'
import * as current from './current'
import { getOwnParts } from './own-part-store'
import * as store from './store'

/** What a product's draft, or the version that readers get, says beyond the standard, and which version that is; null where there is none. */
export async function findOwnParts(
  scope: OrgScope,
  { productId, of }: { productId: string; of: 'draft' | 'published' },
): Promise<{ version: string; properties: CustomProperty[] } | null> {
  const product = await store.findProduct(scope, productId)
  const heads = product ? await store.listVersions(scope, [product.id]) : []
  const head = of === 'draft' ? current.draftOf(heads) : current.published(heads)
  return head && { version: head.version, properties: await getOwnParts(scope, head.id) }
}

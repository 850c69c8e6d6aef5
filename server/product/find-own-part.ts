import type { OrgScope } from '@/server/platform/db'
import { custom } from './contract'
import * as current from './current'
import { getOwnParts } from './own-part-store'
import * as store from './store'

/** What a product's document says under a name of its own: a custom property of ODPS, for a stage that comes after this one. */
export type OwnPart = {
  value: unknown
  /** Where it stands in the product's documents. */
  path: string
}

/** A part of a product's draft, or of the version that readers get, and which version that is; null where there is no such version. */
export async function findOwnPart(
  scope: OrgScope,
  { productId, property, of }: { productId: string; property: string; of: 'draft' | 'published' },
): Promise<{ version: string; etag: string; part: OwnPart | null } | null> {
  const product = await store.findProduct(scope, productId)
  const heads = product ? await store.listVersions(scope, [product.id]) : []
  const head = of === 'draft' ? current.draftOf(heads) : current.published(heads)
  if (!head) return null
  const properties = await getOwnParts(scope, head.id)
  const at = properties.findIndex((each) => each.property === property)
  const part = at < 0 ? null : { value: custom(properties, property), path: `product.customProperties.${at}.value` }
  return { version: head.version, etag: head.etag, part }
}

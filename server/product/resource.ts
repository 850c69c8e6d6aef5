import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** What policy is asked about: a product as its readers know it, or with `draft`, as those who make it do. */
export async function resource(scope: OrgScope, slugOrId: string, of: { draft?: boolean } = {}) {
  const product = await store.findProduct(scope, slugOrId)
  if (!product) return null
  const published = product.status !== 'draft' && !of.draft
  return { type: 'product' as const, id: product.id, domainId: product.domainId, ownerId: product.ownerId, published }
}

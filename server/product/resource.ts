import type { OrgScope } from '@/server/platform/db'
import { factsOf } from './product-facts'
import * as store from './store'

/** What policy is asked about: a product as its readers know it, or with `draft`, as those who make it do. */
export async function resource(scope: OrgScope, slugOrId: string, of: { draft?: boolean } = {}) {
  const product = await store.findProduct(scope, slugOrId)
  return product && factsOf(product, of.draft)
}

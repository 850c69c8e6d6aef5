import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as added from './added-store'
import { addedTag } from './added-tag'
import type { AddedAsk } from './monitors/schema'
import type { ShownExpectation } from './schema'
import * as store from './store'
import { withoutValue } from './withheld'

type Of = { productId: string /** What was added is told whole to those who may edit the product. */; whole: boolean }

/** What is promised of a product and watched, with how each promise stood last; what was added, as it may be written again. */
export async function listExpectations(
  scope: OrgScope,
  { productId, whole }: Of,
): Promise<{ items: ShownExpectation[]; etag: string }> {
  const [facts, stored, own] = await Promise.all([
    product.listFacts(scope, [productId]),
    store.listExpectations(scope, { productId }),
    added.listAdded(scope, productId),
  ])
  const asks = new Map(own.map((one) => [one.id, one.ask]))
  const ofProduct = facts.get(productId)?.resource.ownerId ?? ''
  const names = await tenancy.loadNames(scope, {
    members: [ofProduct, ...stored.map(({ owner }) => owner)],
    domains: [],
  })
  const items = stored.map((one) => {
    const owner = one.owner || ofProduct
    const shape = { ...one, owner, ownerName: names.members.get(owner) ?? '' }
    const ask = asks.get(one.id)
    return whole ? { ...shape, ...(ask && askOf(ask)) } : withoutValue(shape)
  })
  return { items, etag: addedTag(own) }
}

/** What it asks, without what is told beside it. */
function askOf(ask: AddedAsk) {
  const besides = ['kind', 'port', 'object', 'column', 'title', 'severity', 'live', 'source']
  return Object.fromEntries(Object.entries(ask).filter(([key]) => !besides.includes(key)))
}

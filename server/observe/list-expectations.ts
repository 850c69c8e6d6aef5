import type { OrgScope } from '@/server/platform/db'
import type { AddedAsk } from './added-schema'
import * as added from './added-store'
import { addedTag } from './added-tag'
import type { ShownExpectation } from './schema'
import { shapeExpectations } from './shape-expectations'
import * as store from './store'

type Of = { productId: string /** What was added is told whole to those who may edit the product. */; whole: boolean }

/** What is promised of a product and watched, with how each promise stood last; what was added, as it may be written again. */
export async function listExpectations(
  scope: OrgScope,
  { productId, whole }: Of,
): Promise<{ items: ShownExpectation[]; etag: string }> {
  const [stored, own] = await Promise.all([
    store.listExpectations(scope, { productId }),
    added.listAdded(scope, productId),
  ])
  const asks = new Map(own.map((one) => [one.id, one.ask]))
  const shaped = await shapeExpectations(scope, stored, { whole })
  const items = shaped.map((one) => {
    const ask = whole ? asks.get(one.id) : undefined
    return { ...one, ...(ask && askOf(ask)) }
  })
  return { items, etag: addedTag(own) }
}

/** What it asks, without what is told beside it. */
function askOf(ask: AddedAsk) {
  const besides = ['kind', 'port', 'object', 'column', 'title', 'severity', 'live', 'source']
  return Object.fromEntries(Object.entries(ask).filter(([key]) => !besides.includes(key)))
}

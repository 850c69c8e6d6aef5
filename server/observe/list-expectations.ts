import type { OrgScope } from '@/server/platform/db'
import type { AddedAsk } from './added-schema'
import * as added from './added-store'
import { addedTag } from './added-tag'
import { findDocument } from './find-document'
import type { ShownExpectation } from './schema'
import { shapeExpectations } from './shape-expectations'
import * as store from './store'

type Of = { productId: string /** What was added is told whole to those who may edit the product. */; whole: boolean }

/** What is promised of a product and watched, with how each promise stood last; what was added, as it may be written again, and the version of the product's
 * document that says it, where one does. */
export async function listExpectations(
  scope: OrgScope,
  { productId, whole }: Of,
): Promise<{ items: ShownExpectation[]; etag: string; document: string | null }> {
  const [stored, own, published] = await Promise.all([
    store.listExpectations(scope, { productId }),
    added.listAdded(scope, productId),
    findDocument(scope, productId, 'published'),
  ])
  const asks = new Map(own.map((one) => [one.id, one.ask]))
  const shaped = await shapeExpectations(scope, stored, { whole })
  const items = shaped.map((one) => {
    const ask = whole ? asks.get(one.id) : undefined
    return { ...one, ...(ask && askOf(ask)) }
  })
  return { items, etag: addedTag(own), document: published?.part ? published.version : null }
}

/** What it asks, without what is told beside it. */
function askOf(ask: AddedAsk) {
  const besides = ['kind', 'port', 'object', 'column', 'title', 'severity', 'live', 'source']
  return Object.fromEntries(Object.entries(ask).filter(([key]) => !besides.includes(key)))
}

import * as access from '@/server/access'
import { pagesOf } from '@/server/platform/pages'
import type { AskOf } from '../added-schema'
import { daysOf, type Measured, type Watching } from './watching'

const PAGE = 200

/** How many requests for a product wait for their decision longer than it may take. */
export async function measureWait(of: Watching, ask: AskOf<'service_level'>): Promise<Measured> {
  const { actor, product, at } = of
  const late = new Date(at.getTime() - daysOf(ask.within) * 86_400_000).toISOString()
  let value = 0
  const filter = { productIds: [product.id], port: ask.port, states: ['submitted' as const] }
  for await (const { items } of pagesOf((cursor) =>
    access.listRequests(actor.scope, { ...filter, cursor, limit: PAGE }),
  ))
    value += items.filter(({ createdAt }) => createdAt < late).length
  return { value, band: ask.band ?? { high: 0 } }
}

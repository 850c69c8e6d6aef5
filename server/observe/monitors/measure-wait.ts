import * as access from '@/server/access'
import type { AskOf } from '../added-schema'
import { daysOf, type Measured, type Watching } from './watching'

const PAGE = 200

/** How many requests for a product wait for their decision longer than it may take. */
export async function measureWait(of: Watching, ask: AskOf<'service_level'>): Promise<Measured> {
  const { actor, product, at } = of
  const late = new Date(at.getTime() - daysOf(ask.within) * 86_400_000).toISOString()
  let value = 0
  let cursor: string | undefined
  do {
    const filter = { productIds: [product.id], port: ask.port, states: ['submitted' as const] }
    const page = await access.listRequests(actor.scope, { ...filter, cursor, limit: PAGE })
    value += page.items.filter(({ createdAt }) => createdAt < late).length
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return { value, band: ask.band ?? { high: 0 } }
}

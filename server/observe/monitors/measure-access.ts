import * as access from '@/server/access'
import { pagesOf } from '@/server/platform/pages'
import * as serve from '@/server/serve'
import type { AskOf } from '../added-schema'
import { daysOf, type Measured, type Watching } from './watching'

const PAGE = 200

/** How many live grants of a product are not as they were proven, or were used by nobody for long. */
export async function measureAccess(of: Watching, ask: AskOf<'access'>): Promise<Measured> {
  const { actor, product, at } = of
  const band = ask.band ?? { high: 0 }
  const since = new Date(at.getTime() - daysOf(ask.unused) * 86_400_000)
  let value = 0
  const read = (cursor?: string) =>
    access.listGrants(actor.scope, { productIds: [product.id], live: true, cursor, limit: PAGE })
  for await (const { items } of pagesOf(read)) {
    const grants = items.filter(({ port }) => ask.port === undefined || port === ask.port)
    if (ask.measure === 'drifted') value += grants.filter(({ state }) => state === 'drifted').length
    else {
      const old = grants.filter(({ startsAt }) => new Date(startsAt) < since)
      const use = await serve.listUse(
        actor.scope,
        old.map(({ id }) => id),
        since,
      )
      value += old.filter(({ id }) => (use.get(id)?.lastAt ?? new Date(0)) < since).length
    }
  }
  return { value, band }
}

import * as access from '@/server/access'
import { withOrg } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { listPaused } from './list-paused'
import { readByRole } from './read-by-role'
import { choose, granted, type Reading } from './reading'
import { sightOf } from './sight-of'

/** Products by slug, those of their ports that are meant, and the purpose if one is named. */
type Ask = { products: string[]; meant: (port: string) => boolean; purpose: string | undefined }

/**
 * What someone may read of some products under one purpose: by grant, and by their role in a domain; nothing of a port that is paused.
 * Throws `invalid` where grants are held for several purposes and none is named.
 */
export function listReadings(actor: Actor, ask: Ask): Promise<{ readings: Reading[]; purpose: string | null }> {
  // One transaction: the right and what it reaches are read as of one moment.
  return withOrg(actor.scope, async () => {
    const found = await Promise.all(ask.products.map((slug) => product.resource(actor.scope, slug)))
    const published = found.filter((one) => one !== null).filter((one) => one.published)
    const all = published.length > 0 ? await every(actor, published) : []
    const paused = await listPaused(
      actor.scope,
      published.map((one) => one.id),
    )
    const { readings, purpose } = choose(
      all.filter(({ source }) => ask.meant(source.port) && !paused(source)),
      ask.purpose,
    )
    // What is read without a grant goes by the policies alone, and they may ask for the purpose.
    const may = (one: Reading) => one.source.grant !== null || sightOf(actor, one, purpose).effect === 'allow'
    return { readings: readings.filter(may), purpose }
  })
}

async function every(actor: Actor, resources: policy.Resource[]): Promise<Reading[]> {
  const { id, domains, type } = actor.principal
  const held = await access.heldPorts(actor.scope, id, { productIds: resources.map((one) => one.id), domains })
  const readings = held.filter(({ items }) => items.length === 0).map(granted)
  // An agent reads by the grants held for it alone, whatever a policy says of everyone.
  if (type === 'agent') return readings
  // With policies of the organisation's own, more than a role in a domain may let one read.
  const own = (await policy.inForce(actor.scope)).number > 0
  for (const resource of resources)
    if (own || policy.mayReadValues(actor, resource)) readings.push(...(await readByRole(actor.scope, resource.id)))
  return readings
}

import * as access from '@/server/access'
import { withOrg } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { readByRole } from './read-by-role'
import { granted, type Reading } from './reading'
import { sightOf } from './sight-of'

/** What someone may read of the products named (by slug): by grant, and by their role in a domain. */
export function listReadings(actor: Actor, slugs: string[]): Promise<Reading[]> {
  // One transaction: the right and what it reaches are read as of one moment.
  return withOrg(actor.scope, async () => {
    const found = await Promise.all(slugs.map((slug) => product.resource(actor.scope, slug)))
    const resources = found.filter((resource) => resource !== null).filter(({ published }) => published)
    if (resources.length === 0) return []
    const productIds = resources.map(({ id }) => id)
    // With policies of the organisation's own, more than a role in a domain may let one read.
    const own = (await policy.inForce(actor.scope)).number > 0
    const { id, domains } = actor.principal
    const held = await access.heldPorts(actor.scope, id, { productIds, domains })
    const readings = held.map(granted)
    // An agent reads by the grants held for it alone, whatever a policy says of everyone.
    if (actor.principal.type === 'agent') return readings
    for (const resource of resources)
      if (own || policy.mayReadValues(actor, resource)) {
        const whole = await readByRole(actor.scope, resource.id)
        readings.push(...whole.filter((one) => sightOf(actor, one, null).effect === 'allow'))
      }
    return readings
  })
}

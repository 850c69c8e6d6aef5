import * as access from '@/server/access'
import { withOrg } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { readByRole } from './read-by-role'
import { granted, type Reading } from './reading'

/** What someone may read of the products named (by slug): by grant, and by their role in a domain. */
export function listReadings(actor: Actor, slugs: string[]): Promise<Reading[]> {
  // One transaction: the right and what it reaches are read as of one moment.
  return withOrg(actor.scope, async () => {
    await policy.load(actor.scope)
    const resources: NonNullable<Awaited<ReturnType<typeof product.resource>>>[] = []
    for (const slug of slugs) {
      const resource = await product.resource(actor.scope, slug)
      if (resource?.published) resources.push(resource)
    }
    if (resources.length === 0) return []
    const productIds = resources.map(({ id }) => id)
    const held = await access.heldPorts(actor.scope, actor.principal.id, { productIds })
    const readings = held.map(granted)
    for (const resource of resources)
      if (policy.mayReadValues(actor, resource)) readings.push(...(await readByRole(actor.scope, resource.id)))
    return readings
  })
}

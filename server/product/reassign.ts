import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { productChanged } from './events'
import * as store from './store'

const MOST = 1_000

/** Gives the products of one owner to another. Answers how many. */
export async function reassign(actor: Actor, { from, to }: { from: string; to: string }): Promise<number> {
  const { scope, principal, requestId } = actor
  return withOrg(scope, async (tx) => {
    const owned = await store.listOwned(scope, from, MOST)
    for (const { id, slug } of owned) {
      await store.updateProduct(scope, id, { ownerId: to, updatedAt: now() })
      await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: id } })
      const entry = { actor: principal.id, action: 'product.reassigned', resource: { type: 'product', id } }
      await audit.record(scope, { ...entry, detail: { slug, from, to }, requestId })
    }
    return owned.length
  })
}

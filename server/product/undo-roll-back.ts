import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { productChanged } from './events'
import * as store from './store'

type Ask = { productId: string; versionId: string; port: string }

/** Lets a port go forward again to what it was taken back from; whether it does, its checks say. Throws `conflict` where it went on since. */
export async function undoRollBack(actor: Actor, { productId, versionId, port }: Ask): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async (tx) => {
    const standing = await store.holdPointers(scope, { versionId, port })
    const back = standing.filter(({ rolledFrom }) => rolledFrom !== null)
    if (back.length === 0) throw conflict(`${port} has gone on to newer rows since; there is nothing to undo.`)
    const free = { rolledFrom: null, heldSnapshot: null, heldWhy: null, heldSince: null }
    await store.putPointers(
      scope,
      back.map((pointer) => ({ ...pointer, ...free })),
    )
    await audit.record(scope, {
      actor: principal.id,
      action: 'product.roll_back_undone',
      resource: { type: 'product', id: productId },
      detail: { port },
      requestId,
    })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: productId } })
  })
}

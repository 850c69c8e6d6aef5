import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import type { Actor } from '@/server/tenancy'
import { productChanged } from './events'
import type { Back } from './plan-roll-back'
import { pointersOf, snapshotsOf, trace } from './pointer'
import * as store from './store'

/**
 * Points a port at the earlier rows that were found for it. It goes on by itself to newer rows whose checks hold, never to those it was
 * taken back from. Throws `conflict` if it moved since they were looked for.
 */
export async function rollBack(actor: Actor, { version, port, assessed, there }: Back, note: string) {
  const { scope, principal, requestId } = actor
  const { id, productId } = version
  return withOrg(scope, async (tx) => {
    const standing = await store.holdPointers(scope, { versionId: id, port })
    if (trace(standing) !== trace(there)) throw conflict(`${port} moved meanwhile; look at it again.`)
    const at = now()
    const pointers = pointersOf(id, assessed, at).map((pointer) => {
      const stood = there.find(({ object }) => object === pointer.object)
      // Taken back once more, it still does not move to what it was taken back from first.
      const from = stood?.rolledFrom ?? stood?.snapshotId ?? null
      if (from === null || from === pointer.snapshotId) return pointer
      return { ...pointer, rolledFrom: from, heldSnapshot: from, heldWhy: `Rolled back: ${note}`, heldSince: at }
    })
    await store.putPointers(scope, pointers)
    const snapshots = snapshotsOf(assessed)
    const { results } = assessed
    const run = { id: newId('check'), versionId: id, port, occasion: 'roll_back' as const, snapshots, results }
    await store.insertCheckRun(scope, { ...run, held: true, at })
    const from = Object.fromEntries(there.map(({ object, snapshotId }) => [object, snapshotId]))
    await audit.record(scope, {
      actor: principal.id,
      action: 'product.port_rolled_back',
      resource: { type: 'product', id: productId },
      detail: { port, version: version.version, from, to: snapshots, note },
      requestId,
    })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: productId } })
    return { versionId: id, from, to: snapshots }
  })
}

import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { runEnded, snapshotRecorded, syncRequested } from './events'
import { addEvent, endRun, findRun, heldOfItems, heldParts, insertRun, putPart, type StoredRun } from './run-store'
import * as store from './store'

/** Takes what a held run copied as it is: the source did shrink. Refused once a later run made a newer copy. */
export async function acceptRun(actor: Actor, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async (tx) => {
    const run = await findRun(scope, id)
    if (!run) throw notFound('run')
    if (run.state !== 'held') throw conflict(`Only a held run can be accepted; this one is ${run.state}.`)
    for (const { assetId, snapshotId } of await heldParts(scope, id)) {
      const [asset, snapshot] = [
        await store.findAsset(scope, { id: assetId }),
        await store.findSnapshot(scope, snapshotId),
      ]
      if (!asset || !snapshot) continue
      const latest = asset.latestSnapshot ? await store.findSnapshot(scope, asset.latestSnapshot) : null
      if (latest && latest.createdAt > snapshot.createdAt)
        throw conflict(`A later run made a newer copy of ${asset.ref}; this one is out of date.`)
      await store.updateSnapshot(scope, snapshotId, { state: 'current' })
      await store.updateAsset(scope, assetId, {
        latestId: snapshotId,
        rows: BigInt(snapshot.rows),
        position: snapshot.position,
        completeAt: new Date(snapshot.createdAt),
      })
      await putPart(scope, { runId: id, assetId }, { state: 'recorded', problem: null })
      await emit(tx, { name: snapshotRecorded.name, data: { org: scope.orgId, asset: assetId, snapshot: snapshotId } })
    }
    for (const assetId of await heldOfItems(scope, id)) {
      // What is not known to have been there cannot be missed: the next run takes the source as it is then.
      await store.updateAsset(scope, assetId, { rows: null })
      await putPart(scope, { runId: id, assetId }, { state: 'recorded', problem: null })
      await again(scope, tx, run, assetId)
    }
    await addEvent(scope, id, { level: 'info', message: `${principal.name} accepted it.`, at: now() })
    const ended = await endRun(scope, id, { state: 'succeeded', at: now(), from: ['held'] })
    if (!ended) throw conflict('The run was decided a moment ago.')
    await emit(tx, { name: runEnded.name, data: { org: scope.orgId, run: id } })
    await audit.record(scope, { actor: principal.id, action: 'run.accepted', resource: { type: 'run', id }, requestId })
  })
}

/** Items are kept as they are read: those of a source that did shrink are read once more. */
async function again(scope: OrgScope, tx: Tx, { connectionId, requestedBy }: StoredRun, assetId: string) {
  const run = await insertRun(scope, { connectionId, requestedBy, assetIds: [assetId], createdAt: now() })
  await emit(tx, { name: syncRequested.name, data: { org: scope.orgId, run } })
}

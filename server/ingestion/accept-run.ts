import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { runEnded, snapshotRecorded } from './events'
import { addEvent, endRun, findRun, heldParts, putPart } from './run-store'
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
    await addEvent(scope, id, { level: 'info', message: `${principal.name} accepted it.`, at: now() })
    const ended = await endRun(scope, id, { state: 'succeeded', at: now(), from: ['held'] })
    if (!ended) throw conflict('The run was decided a moment ago.')
    await emit(tx, { name: runEnded.name, data: { org: scope.orgId, run: id } })
    await audit.record(scope, { actor: principal.id, action: 'run.accepted', resource: { type: 'run', id }, requestId })
  })
}

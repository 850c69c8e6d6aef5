import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import type { Copied } from './copy-asset'
import { difference } from './difference'
import { snapshotRecorded } from './events'
import { holdReason } from './guard'
import { addEvent, holdsLease, putPart } from './run-store'
import type { Asset, Difference, PartState } from './schema'
import * as store from './store'

const counted = (rows: number) => `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`

type Copy = { run: string; holder: string; asset: Asset; copied: Copied }

/** Records a copy with all that follows from it, in one transaction, if the worker still holds the run; null if it does not. */
export async function recordCopy(scope: OrgScope, copy: Copy): Promise<PartState | null> {
  const { run, holder, asset, copied } = copy
  return withOrg(scope, async (tx) => {
    if (!(await holdsLease(scope, run, holder))) return null
    const key = { runId: run, assetId: asset.id }
    const at = now()
    const say = (level: 'info' | 'warn', message: string) =>
      addEvent(scope, run, { level, message: `${asset.ref}: ${message}`, at })
    const read = { syncedAt: at, ...(copied.complete ? { completeAt: at } : {}), position: copied.position }
    if (copied.unchanged || !copied.fresh) {
      await store.updateAsset(scope, asset.id, read)
      await putPart(scope, key, { state: 'unchanged', snapshotId: copied.latest?.id ?? null })
      await say('info', `unchanged, ${counted(copied.rows)}.`)
      return 'unchanged'
    }
    const reason = copied.complete ? holdReason(copied.latest?.rows, copied.rows) : null
    const changed = difference(copied.latest?.schema, copied.schema)
    const snapshot = await store.insertSnapshot(scope, {
      assetId: asset.id,
      runId: run,
      hash: copied.hash,
      rows: copied.rows,
      bytes: copied.bytes,
      schema: copied.schema,
      difference: changed,
      position: copied.position,
      ...copied.fresh,
      state: reason ? 'held' : 'current',
      createdAt: at,
    })
    if (reason) {
      await putPart(scope, key, { state: 'held', snapshotId: snapshot, problem: reason })
      await say('warn', `${reason} The copy before it stays until a person accepts this one.`)
      return 'held'
    }
    await store.updateAsset(scope, asset.id, { ...read, latestId: snapshot, rows: BigInt(copied.rows), goneAt: null })
    await putPart(scope, key, { state: 'recorded', snapshotId: snapshot })
    await say('info', `copied, ${counted(copied.rows)}${told(changed)}.`)
    await announce(scope, tx, asset, snapshot, copied)
    return 'recorded'
  })
}

async function announce(scope: OrgScope, tx: Tx, asset: Asset, snapshot: string, { rows, hash }: Copied) {
  await emit(tx, { name: snapshotRecorded.name, data: { org: scope.orgId, asset: asset.id, snapshot } })
  const resource = { type: 'asset', id: asset.id }
  await audit.record(scope, {
    actor: 'system',
    action: 'snapshot.recorded',
    resource,
    detail: { snapshot, rows, hash },
  })
}

/** A schema difference in words. */
function told({ added, removed, changed }: Difference): string {
  const parts = [
    ...added.map(({ name }) => `column ${name} is new`),
    ...removed.map(({ name }) => `column ${name} is gone`),
    ...changed.map(({ name, before, after }) => `column ${name} was ${before} and is ${after}`),
  ]
  return parts.length === 0
    ? ''
    : `; ${parts.slice(0, 5).join(', ')}${parts.length > 5 ? ` and ${parts.length - 5} more` : ''}`
}

import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { discoverAssets } from './discover-assets'
import { syncRequested } from './events'
import { addEvent, insertRun, listRuns } from './run-store'
import type { SyncRequest } from './schema'
import * as store from './store'

/** Runs of one connection that may wait; more would only say the same again. */
const mostQueued = 20

/** Asks for copies of assets; the answer is the run that makes them. A ref that is not known yet is looked for first. */
export async function requestSync(actor: Actor, connectionId: string, request: SyncRequest): Promise<string> {
  const { scope, principal, requestId } = actor
  const wanted = new Map(
    request.assets.map((one) => (typeof one === 'string' ? [one, undefined] : [one.ref, one.cursor])),
  )
  const refs = [...wanted.keys()]
  const look = () => store.listAssets(scope, connectionId, { refs, limit: refs.length })
  if ((await look()).items.length < refs.length) await discoverAssets(scope, connectionId)
  return withOrg(scope, async (tx) => {
    const { items } = await look()
    const known = new Set(items.map(({ ref }) => ref))
    const missing = refs.filter((ref) => !known.has(ref))
    if (missing.length > 0)
      throw invalid(
        `The connection shows no asset ${missing.slice(0, 3).join(', ')}.`,
        missing.map((ref) => ({
          path: `assets.${refs.indexOf(ref)}`,
          message: `is not shown by the connection: ${ref}`,
        })),
      )
    const queued = await listRuns(scope, { connectionId, state: 'queued', limit: mostQueued })
    if (queued.items.length >= mostQueued)
      throw conflict('Many runs of this connection wait already; let them end first.')
    for (const item of items) {
      const cursor = wanted.get(item.ref)
      if (cursor !== undefined) await setCursor(actor, item.id, cursor)
    }
    const assetIds = items.map(({ id }) => id)
    const run = await insertRun(scope, { connectionId, requestedBy: principal.id, assetIds, createdAt: now() })
    await addEvent(scope, run, {
      level: 'info',
      message: `${principal.name} asked for ${items.length} to be copied.`,
      at: now(),
    })
    await emit(tx, { name: syncRequested.name, data: { org: scope.orgId, run } })
    const resource = { type: 'run', id: run }
    await audit.record(scope, {
      actor: principal.id,
      action: 'run.requested',
      resource,
      detail: { connectionId, refs: refs.slice(0, 20) },
      requestId,
    })
    return run
  })
}

/** Chooses the column whose growth marks new rows (null: read everything each time); another one starts afresh. */
async function setCursor({ scope }: Actor, assetId: string, cursor: string | null) {
  const asset = await store.findAsset(scope, { id: assetId })
  if (!asset || asset.cursorColumn === cursor) return
  if (cursor !== null && !asset.columns.some(({ name }) => name === cursor))
    throw invalid(`${asset.ref} has no column ${cursor}.`, [{ path: 'assets', message: `has no column ${cursor}` }])
  if (cursor !== null && asset.keys.primary.length === 0)
    throw invalid(`${asset.ref} has no primary key, so that changed rows cannot be told from new ones; read it whole.`)
  await store.updateAsset(scope, assetId, { cursorColumn: cursor, position: null, completeAt: null })
}

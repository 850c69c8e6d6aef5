import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { listRuns, refsOf } from './run-store'
import * as store from './store'

/** Removes a connection with its secrets, runs and assets; refused while a product points at one of its snapshots or searches its items, or grants are delivered in its source. */
export async function removeConnection(
  actor: Actor,
  id: string,
  {
    referenced,
    assets = [],
    delivered = 0,
  }: { referenced: Iterable<string>; assets?: Iterable<string>; delivered?: number },
): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    const before = await store.findConnection(scope, { id })
    if (!before) throw notFound('connection')
    const used = await refsOf(scope, id, { snapshots: [...referenced], assets: [...assets] })
    if (used.length > 0)
      throw conflict(
        `Products stand on ${used.length} of its assets (${used.slice(0, 3).join(', ')}). Retire them first.`,
      )
    if (delivered > 0) throw conflict(`${delivered} grants stand in its source. End them first.`)
    const busy = await listRuns(scope, { connectionId: id, state: 'running', limit: 1 })
    if (busy.items[0]) throw conflict('A run is going on; cancel it first.')
    await store.deleteConnection(scope, id)
    const resource = { type: 'connection', id }
    const detail = { kind: before.kind, name: before.name, assets: before.assets }
    await audit.record(scope, { actor: principal.id, action: 'connection.removed', resource, detail, requestId })
  })
}

import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { nextTime } from './cron'
import { scheduleChanged, syncRequested } from './events'
import { addEvent, insertRun, listRuns } from './run-store'
import * as store from './store'

/** Makes the run of a schedule whose time came, and moves the schedule on: both or neither, and once. */
export async function syncDue(scope: OrgScope, connectionId: string, due: Date): Promise<void> {
  await withOrg(scope, async (tx) => {
    const connection = await store.findConnection(scope, { id: connectionId })
    if (!connection?.schedule) return
    const at = now()
    if (!(await store.moveSchedule(scope, connectionId, due, nextTime(connection.schedule, at > due ? at : due))))
      return
    await emit(tx, { name: scheduleChanged.name, data: { org: scope.orgId, connection: connectionId } })
    // What was copied once is kept up to date; a run that still goes on does it already.
    const { items } = await store.listAssets(scope, connectionId, { synced: true, limit: 500 })
    const busy = await listRuns(scope, { connectionId, state: 'running', limit: 1 })
    if (items.length === 0 || busy.items.length > 0) return
    const assetIds = items.map(({ id }) => id)
    const run = await insertRun(scope, { connectionId, requestedBy: 'schedule', assetIds, createdAt: at })
    await addEvent(scope, run, { level: 'info', message: `The schedule (${connection.schedule}) asked for it.`, at })
    await emit(tx, { name: syncRequested.name, data: { org: scope.orgId, run } })
  })
}

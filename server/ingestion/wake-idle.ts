import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { syncRequested } from './events'
import { listIdle } from './run-store'
import * as store from './store'
import { syncDue } from './sync-due'

/** How late a schedule or a run may be before it counts as forgotten, in ms. */
const patience = 10 * 60_000

/** Does what an event missed: copies of schedules whose time passed unseen, and runs that nobody works on. */
export async function wakeIdle(scope: OrgScope): Promise<{ schedules: number; runs: number }> {
  const late = new Date(now().getTime() - patience)
  const due = await store.listSchedules(scope, { dueBefore: late })
  for (const { connectionId, nextAt } of due) await syncDue(scope, connectionId, nextAt)
  const idle = await listIdle(scope, late, now())
  await withOrg(scope, async (tx) => {
    for (const run of idle) await emit(tx, { name: syncRequested.name, data: { org: scope.orgId, run } })
  })
  return { schedules: due.length, runs: idle.length }
}

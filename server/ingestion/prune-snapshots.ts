import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { storage } from '@/server/platform/storage'
import { mayRemoveFiles } from './file-store'
import { disposable } from './retention'
import { findRun } from './run-store'
import * as store from './store'

/** Snapshots of one asset that are looked at in one go. */
const mostAtOnce = 200

/**
 * Forgets old snapshots of a run's assets; `referenced` are those that something still points at, and stay. While a backup is being
 * made all of them stay: the asset's next run finds them.
 */
export async function pruneSnapshots(scope: OrgScope, runId: string, referenced: ReadonlySet<string>): Promise<number> {
  const run = await findRun(scope, runId)
  let removed = 0
  for (const { id } of run?.assets ?? []) {
    const keys = await withOrg(scope, async () => {
      if (!(await mayRemoveFiles(scope))) return []
      const asset = await store.findAsset(scope, { id })
      const { items } = await store.listSnapshots(scope, id, { limit: mostAtOnce })
      const going = disposable(items, asset?.latestSnapshot ?? null, referenced, now())
      removed += going.length
      return store.deleteSnapshots(
        scope,
        going.map((one) => one.id),
      )
    })
    // The rows are gone before the files: a kill between leaves a file that nothing names, never a name without a file.
    for (const key of keys) await storage.remove(key)
  }
  return removed
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { pace } from './pace'
import { type StoredRun, snapshotsOf } from './run-store'
import type { Run } from './schema'

/** Joins what a run made to it. */
export async function completeRun(scope: OrgScope, { domainId: _, snapshotIds, ...run }: StoredRun): Promise<Run> {
  const snapshots = snapshotIds.length === 0 ? [] : await snapshotsOf(scope, snapshotIds)
  const { done, total } = run.progress
  const measured = { done, ...(total === undefined ? {} : { total }), startedAt: run.startedAt }
  return { ...run, ...(run.state === 'running' ? pace(measured, now()) : {}), snapshots }
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { pace } from './pace'
import { findRun, type StoredRun, snapshotsOf } from './run-store'
import type { Run } from './schema'

/** A run with its snapshots and, while it goes on, its pace. */
export async function getRun(scope: OrgScope, id: string): Promise<Run> {
  const run = await findRun(scope, id)
  if (!run) throw notFound('run')
  return complete(scope, run)
}

/** Joins what a run made to it. */
export async function complete(scope: OrgScope, { domainId: _, snapshotIds, ...run }: StoredRun): Promise<Run> {
  const snapshots = snapshotIds.length === 0 ? [] : await snapshotsOf(scope, snapshotIds)
  const { done, total } = run.progress
  const measured = { done, ...(total === undefined ? {} : { total }), startedAt: run.startedAt }
  return { ...run, ...(run.state === 'running' ? pace(measured, now()) : {}), snapshots }
}

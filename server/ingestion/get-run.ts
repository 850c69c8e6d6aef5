import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { completeRun } from './complete-run'
import { findRun } from './run-store'
import type { Run } from './schema'

/** A run with its snapshots and, while it goes on, its pace. */
export async function getRun(scope: OrgScope, id: string): Promise<Run> {
  const run = await findRun(scope, id)
  if (!run) throw notFound('run')
  return completeRun(scope, run)
}

import type { OrgScope } from '@/server/platform/db'
import { completeRun } from './complete-run'
import * as runs from './run-store'
import type { Page, Run } from './schema'

/** Runs, newest first. */
export async function listRuns(scope: OrgScope, page: Parameters<typeof runs.listRuns>[1]): Promise<Page<Run>> {
  const found = await runs.listRuns(scope, page)
  return { ...found, items: await Promise.all(found.items.map((run) => completeRun(scope, run))) }
}

import type { OrgScope } from '@/server/platform/db'
import { seenPage } from '@/server/platform/seen-page'
import { completeRun } from './complete-run'
import { type Guarded, guarded } from './resource'
import * as runs from './run-store'
import type { Page, Run } from './schema'

type Ask = Parameters<typeof runs.listRuns>[1] & { sees?: (one: Guarded<'run'>) => boolean }

/** Runs, newest first; only those that `sees` lets through. */
export async function listRuns(scope: OrgScope, { sees = () => true, ...ask }: Ask): Promise<Page<Run>> {
  const read = (page: { cursor?: string; limit: number }) => runs.listRuns(scope, { ...ask, ...page })
  const found = await seenPage(ask, read, (one) => sees(guarded('run', one)!))
  return { ...found, items: await Promise.all(found.items.map((run) => completeRun(scope, run))) }
}

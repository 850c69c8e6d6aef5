import { setTimeout as sleep } from 'node:timers/promises'
import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'

const LONGEST_MS = 180_000

/** Waits until the jobs have copied all that a run is to copy; throws what came in its way. */
export async function awaitRun(scope: OrgScope, id: string, connection: string): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; ; await sleep(200)) {
    const run = await ingestion.getRun(scope, id)
    if (run.state === 'succeeded') return
    const going = run.state === 'queued' || run.state === 'running'
    if (going && Date.now() <= end) continue
    const why = run.error ?? run.assets.find(({ problem }) => problem)?.problem ?? 'it took too long'
    throw new Error(`The copy from ${connection} is ${run.state}: ${why}`)
  }
}

import { randomUUID } from 'node:crypto'
import type { OrgScope } from '@/server/platform/db'
import { log } from '@/server/platform/log'
import { heartbeat } from './heartbeat'
import { leaseSeconds } from './lease'
import { findRun, takeLease } from './run-store'
import type { RunState } from './schema'
import { workOnRun } from './work-on-run'

/** Runs of one organisation that are worked on at once. */
const mostAtOnce = 2
/** How long one call waits for the work before it answers, in ms. */
const patience = 20_000

// One process, many bundles of the same module: the work that goes on here is kept where all of them see it.
const holder = globalThis as unknown as { __stoaRuns?: Map<string, Promise<void>> }
holder.__stoaRuns ??= new Map()
const going = holder.__stoaRuns

/**
 * Sees to it that a run is worked on, and waits a while for its end. Calling it again is harmless: work goes on where it is, and
 * work whose process was killed is taken up once its lease has lapsed.
 */
export async function advanceRun(
  scope: OrgScope,
  run: string,
  wait = patience,
): Promise<{ state: RunState | null; ended: boolean }> {
  if (!going.has(run)) {
    const name = randomUUID()
    if (await takeLease(scope, run, name, leaseSeconds, mostAtOnce)) start(scope, run, name)
  }
  const timer = new Promise<void>((late) => setTimeout(late, going.has(run) ? wait : Math.min(wait, 1_000)).unref())
  await Promise.race([going.get(run) ?? timer, timer])
  const found = await findRun(scope, run)
  return { state: found?.state ?? null, ended: !found || !['queued', 'running'].includes(found.state) }
}

function start(scope: OrgScope, run: string, name: string) {
  const beat = heartbeat(scope, run, name)
  const work = workOnRun({ scope, run, holder: name, beat })
    .catch((error) => log.error('a run could not be worked on', { run, error }))
    .finally(() => {
      beat.stop()
      going.delete(run)
    })
  going.set(run, work)
}

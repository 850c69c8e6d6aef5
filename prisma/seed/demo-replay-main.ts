// June 2001 once more, as a process of its own that the supervisor starts beside the portal; it ends with June, or when its parent's
// pipe closes, and goes on at the next start where it was.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import { demoPerson, organisation } from './demo-people'
import { beginReplay, nextDay } from './demo-replay'

const SETTLE_MS = 120_000

process.stdin.on('end', () => process.exit(1)).resume()

const seconds = Number(process.env.STOA_DEMO_REPLAY ?? 60)
const owner = await demoPerson('olga')
const { scope } = owner
await policy.load(scope)
const root = path.resolve((process.env.STOA_FILES_ROOT ?? '').replaceAll('{org}', organisation.slug))

/** The jobs do the rest: they copy, move the port, and measure. */
async function settle(id: string) {
  for (const end = Date.now() + SETTLE_MS; ; await sleep(500)) {
    const { state, error } = await ingestion.getRun(scope, id)
    if (state === 'succeeded') return
    if (state === 'failed' || state === 'cancelled' || Date.now() > end)
      throw new Error(`The replay's copy is ${state}: ${error ?? 'it took too long'}`)
  }
}

const replay = { owner, root, settle }
await beginReplay(replay)
do await sleep(seconds * 1_000)
while (await nextDay(replay))
await closeDatabase()
process.exit(0)

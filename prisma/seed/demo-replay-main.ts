// June 2001 once more, as a process of its own that the supervisor starts beside the portal; it ends with June, or when its parent's
// pipe closes, and goes on at the next start where it was.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import { awaitRun } from './await-run'
import { demoPerson, organisation } from './demo-people'
import { beginReplay, connectionName, isOver, nameSeasonal, nextDay } from './demo-replay'

process.stdin.on('end', () => process.exit(1)).resume()

const seconds = Number(process.env.STOA_DEMO_REPLAY ?? 60)
const owner = await demoPerson('olga')
const { scope } = owner
await policy.load(scope)
const root = path.resolve((process.env.STOA_FILES_ROOT ?? '').replaceAll('{org}', organisation.slug))

// The jobs do the rest: they copy, move the port, and measure.
const settle = (run: string) => awaitRun(scope, run, connectionName)

const replay = { owner, root, settle }
await nameSeasonal(owner)
await beginReplay(replay)
while (!(await isOver(root))) {
  await sleep(seconds * 1_000)
  await nextDay(replay)
}
await closeDatabase()
process.exit(0)

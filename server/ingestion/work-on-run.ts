import { mkdir, rm } from 'node:fs/promises'
import type { Session } from '@/server/connectors'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { dataPath } from '@/server/platform/env'
import { AppError, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { log } from '@/server/platform/log'
import { copyAsset } from './copy-asset'
import { copyItems } from './copy-items'
import { runEnded } from './events'
import type { Heartbeat } from './heartbeat'
import { openSource } from './open-source'
import { recordCopy } from './record-copy'
import { addEvent, endRun, findRun, holdsLease, putPart } from './run-store'
import type { Asset, PartState, RunState } from './schema'
import * as store from './store'

/** How often a source that is away for a moment is tried, and the first pause between, in ms. */
const tries = 3
const pause = 2_000

type Work = { scope: OrgScope; run: string; holder: string; beat: Heartbeat }

/** Does a run from where it stands to its end, as the holder of its lease. What was recorded before a kill is not done again. */
export async function workOnRun(work: Work): Promise<void> {
  const { scope, run: id, beat } = work
  const folder = dataPath('work', id)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const run = await findRun(scope, id)
    if (!run) return
    const problems: string[] = []
    const states: PartState[] = run.assets.map(({ state }) => state)
    for (const [index, part] of run.assets.entries()) {
      if (part.state !== 'waiting') continue
      beat.signal.throwIfAborted()
      const outcome = await oneAsset(work, run.connectionId, part, folder)
      states[index] = outcome.state
      if (outcome.problem) problems.push(`${part.ref}: ${outcome.problem}`)
    }
    const state: RunState = states.includes('failed') ? 'failed' : states.includes('held') ? 'held' : 'succeeded'
    await finish(work, state, problems.join(' ') || undefined)
  } catch (error) {
    if (beat.cancelled) await finish(work, 'cancelled')
    else if (!beat.lost) await finish(work, 'failed', said(error, id))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Outcome = { state: PartState; problem?: string }

async function oneAsset(
  work: Work,
  connectionId: string,
  part: { id: string; ref: string },
  folder: string,
): Promise<Outcome> {
  const { scope, run, holder, beat } = work
  for (let attempt = 1; ; attempt++) {
    let session: Session | undefined
    try {
      const connection = await store.findConnection(scope, { id: connectionId })
      const asset = await store.findAsset(scope, { id: part.id })
      if (!connection || !asset) throw notFound('asset')
      session = await openSource(scope, connection, beat.signal)
      const state =
        asset.kind === 'items'
          ? await copyItems({ scope, run, holder, session, asset, beat })
          : await copyRows(work, { session, asset, folder })
      if (state === null) beat.lose()
      return { state: state ?? 'waiting' }
    } catch (error) {
      beat.signal.throwIfAborted()
      const problem = said(error, run)
      const passing = error instanceof AppError && error.code === 'unavailable' && attempt < tries
      const at = now()
      await addEvent(scope, run, { level: passing ? 'warn' : 'error', message: `${part.ref}: ${problem}`, at })
      if (!passing) {
        await putPart(scope, { runId: run, assetId: part.id }, { state: 'failed', problem })
        return { state: 'failed', problem }
      }
      await beat.sleep(pause * 4 ** (attempt - 1))
    } finally {
      await session?.close().catch(() => undefined)
    }
  }
}

async function copyRows({ scope, run, holder, beat }: Work, at: { session: Session; asset: Asset; folder: string }) {
  const copied = await copyAsset({ scope, ...at, signal: beat.signal, onProgress: beat.progress })
  return recordCopy(scope, { run, holder, asset: at.asset, copied })
}

/** How the system, and DuckDB for it, says that a disk or a share of it is full. */
const noRoom = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/

/** What may be told of an error; what is ours to know goes to the log. */
function said(error: unknown, run: string): string {
  if (error instanceof Error && noRoom.test(error.message)) {
    log.error('a run found no room', { run, error })
    return 'There is no room left on the disk of Stoa: the operator has to free some. What was copied before is as it was.'
  }
  if (error instanceof AppError && error.code !== 'internal') return error.message
  log.error('a run failed', { run, error })
  return 'Something went wrong on our side; the operator finds it in the log under the id of this run.'
}

async function finish({ scope, run, holder }: Work, state: RunState, error?: string): Promise<void> {
  await withOrg(scope, async (tx) => {
    if (!(await holdsLease(scope, run, holder))) return
    const words: Record<string, string> = {
      succeeded: 'Done.',
      held: 'Held until a person decides.',
      cancelled: 'Cancelled.',
      failed: 'Failed.',
    }
    await addEvent(scope, run, {
      level: state === 'succeeded' ? 'info' : 'warn',
      message: words[state] ?? state,
      at: now(),
    })
    await endRun(scope, run, { state, ...(error ? { error } : {}), at: now(), from: ['running'], holder })
    await emit(tx, { name: runEnded.name, data: { org: scope.orgId, run } })
  })
}

import * as agent from '@/server/agent'
import { now } from '@/server/platform/clock'
import { AppError } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { storage } from '@/server/platform/storage'
import type { Actor } from '@/server/tenancy'
import { type Plan, viewsOf } from './reading'
import * as store from './store'
import { watchRunning } from './watch-running'

/** Starts a run's life: its entry in the history, its place among those running, and the views it may read. */
export async function beginRun(actor: Actor, plan: Plan, signal?: AbortSignal) {
  const { scope, principal } = actor
  await agent.demandRows(scope, principal)
  const id = newId('query')
  const startedAt = now()
  const grants = plan.readings.flatMap(({ source }) => source.grant ?? [])
  const watch = watchRunning({ scope, id, grants, signal })
  const end = async (ended: Parameters<typeof store.endRun>[2]) => {
    watch.stop()
    await store.endRun(scope, id, ended)
  }
  try {
    const keys = [...new Set(plan.readings.flatMap((reading) => reading.objects.map((object) => object.storageKey)))]
    const run = { id, principalId: principal.id, sql: plan.sql, purpose: plan.purpose, format: plan.format, startedAt }
    const [places] = await Promise.all([
      Promise.all(keys.map(async (key) => [key, await storage.localPath(key)] as const)),
      store.insertRun(scope, run),
    ])
    const files = new Map(places)
    return {
      id,
      grants,
      signal: watch.signal,
      views: plan.readings.flatMap((reading) => viewsOf(reading, files)),
      done: (rows: number) =>
        end({ state: 'done', endedAt: now(), rows, tookMs: now().getTime() - startedAt.getTime() }),
      fail: (error: unknown) =>
        end({ state: watch.signal.aborted ? 'cancelled' : 'failed', endedAt: now(), error: said(error) }),
    }
  } catch (error) {
    watch.stop()
    throw error
  }
}

/** What history keeps of a failure: our own words, never those of a library. */
const said = (error: unknown) =>
  error instanceof AppError ? error.message.slice(0, 2_000) : 'It was ended before it was done.'

import * as agent from '@/server/agent'
import { now } from '@/server/platform/clock'
import { AppError } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { storage } from '@/server/platform/storage'
import type { Actor } from '@/server/tenancy'
import { govern } from './govern'
import { grantsOf, type Plan, sourcesOf, viewsOf } from './reading'
import type { Source } from './schema'
import * as store from './store'
import { watchRunning } from './watch-running'

/** What runs this long, in ms, is in the history while it runs, where it can be cancelled; what is quicker is written with its receipt. */
const historyAfterMs = 250

export type Run = Awaited<ReturnType<typeof beginRun>>

/**
 * Starts a run's life: its place among those running, the views it may read, and its entry in the history.
 */
export async function beginRun(actor: Actor, plan: Plan, signal?: AbortSignal) {
  const { scope, principal } = actor
  await agent.demandRows(scope, principal)
  const id = newId('query')
  const startedAt = now()
  const { readings, denied, policyVersion } = await govern(actor, plan)
  const all = readings.map(({ source }) => source)
  /** What of it is read, once that is known. */
  let read: Source[] | undefined
  const watch = watchRunning({ scope, id, principalId: principal.id, sources: all, policyVersion, signal })
  try {
    const keys = [...new Set(readings.flatMap((reading) => reading.objects.map((object) => object.storageKey)))]
    const format = plan.measures ? ('number' as const) : plan.format
    const run = { id, principalId: principal.id, sql: plan.sql, purpose: plan.purpose, format, startedAt }
    const files = new Map(await Promise.all(keys.map(async (key) => [key, await storage.localPath(key)] as const)))
    let written: Promise<void> | undefined
    // A grant counts as used once its port is known to be read.
    const write = () => store.insertRun(scope, run, grantsOf(read ?? []))
    const soon = setTimeout(() => {
      written = write().catch(watch.cut)
    }, historyAfterMs)
    const settle = async () => {
      clearTimeout(soon)
      await written
    }
    const ended = (rows: number): store.Ended => {
      const endedAt = now()
      return { state: 'done', endedAt, rows, tookMs: endedAt.getTime() - startedAt.getTime() }
    }
    const end = async (how: store.Ended) => {
      watch.stop()
      await settle()
      await write()
      await store.endRun(scope, id, how)
    }
    return {
      id,
      /** Its entry in the history, which may be there already. */
      entry: async () => {
        await settle()
        return run
      },
      denied,
      policyVersion,
      /** What was read, as receipts keep it. */
      sources: () => read ?? all,
      /** What it is run with. */
      within: {
        org: scope.orgId,
        views: readings.flatMap((reading) => viewsOf(reading, files)),
        signal: watch.signal,
        onReads: (views: string[][]) => {
          // It is told before the statement runs; what that made of its process tells nothing.
          if (read) return
          read = sourcesOf(readings, views)
          watch.narrow(read)
        },
      },
      /** How it ends once its rows are counted. */
      ended,
      /** Lets go of a run whose end is written. */
      stop: watch.stop,
      done: (rows: number) => end(ended(rows)),
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

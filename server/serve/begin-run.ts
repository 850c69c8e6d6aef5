import { setImmediate as nextTurn } from 'node:timers/promises'
import * as agent from '@/server/agent'
import { now } from '@/server/platform/clock'
import { AppError } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { storage } from '@/server/platform/storage'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import { govern } from './govern'
import { type Plan, viewsOf } from './reading'
import * as store from './store'
import { watchRunning } from './watch-running'

export type Run = Awaited<ReturnType<typeof beginRun>>

/**
 * Starts a run's life: its place among those running, the views it may read, and its entry in the history, which is written
 * while the statement runs already; `begun` has it written.
 */
export async function beginRun(actor: Actor, plan: Plan, signal?: AbortSignal) {
  const { scope, principal } = actor
  await agent.demandRows(scope, principal)
  const id = newId('query')
  const startedAt = now()
  const grants = plan.readings.flatMap(({ source }) => source.grant ?? [])
  const { readings, policyVersion } = await govern(actor, plan)
  const watch = watchRunning({ scope, id, principalId: principal.id, grants, policyVersion, signal })
  try {
    const keys = [...new Set(readings.flatMap((reading) => reading.objects.map((object) => object.storageKey)))]
    const run = { id, principalId: principal.id, sql: plan.sql, purpose: plan.purpose, format: plan.format, startedAt }
    const files = new Map(await Promise.all(keys.map(async (key) => [key, await storage.localPath(key)] as const)))
    // After the statement is on its way: the child works while these are written. The door waits for the decision's line before it answers.
    const begun = nextTurn().then(() => {
      void policy.decisionLog.settle(scope)
      return store.insertRun(scope, run, grants)
    })
    begun.catch(watch.cut)
    const ended = (rows: number): store.Ended => {
      const endedAt = now()
      return { state: 'done', endedAt, rows, tookMs: endedAt.getTime() - startedAt.getTime() }
    }
    const end = async (how: store.Ended) => {
      watch.stop()
      await begun
      await store.endRun(scope, id, how)
    }
    return {
      id,
      grants,
      begun,
      signal: watch.signal,
      policyVersion,
      /** What was read, as receipts keep it. */
      sources: readings.map(({ source }) => source),
      views: readings.flatMap((reading) => viewsOf(reading, files)),
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

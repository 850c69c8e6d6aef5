import { now } from '@/server/platform/clock'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import type { QueryRun } from './schema'
import * as store from './store'

/** Ends one's own running statement; the process that runs it sees it within a second. */
export async function cancel(actor: Actor, id: string): Promise<QueryRun> {
  const ask = { id, principalId: actor.principal.id }
  const marked = await store.markCancelled(actor.scope, { ...ask, at: now() })
  const run = await store.findRun(actor.scope, ask.principalId, id)
  if (!run) throw notFound('query')
  if (!marked && run.state !== 'cancelled') throw conflict('This query is over: it can no longer be cancelled.')
  return run
}

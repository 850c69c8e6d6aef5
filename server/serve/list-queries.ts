import type { Actor } from '@/server/tenancy'
import type { QueryRun } from './schema'
import * as store from './store'

/** One's own statements, newest first. */
export async function listQueries(
  actor: Actor,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ items: QueryRun[]; nextCursor: string | null }> {
  const found = await store.listRuns(actor.scope, { principalId: actor.principal.id, cursor, limit: limit + 1 })
  const items = found.slice(0, limit)
  return { items, nextCursor: found.length > limit ? items.at(-1)!.id : null }
}

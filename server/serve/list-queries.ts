import { seenPage } from '@/server/platform/seen-page'
import type { Actor } from '@/server/tenancy'
import type { QueryRun, Source } from './schema'
import { seenSources } from './seen-sources'
import * as store from './store'

type Page = { cursor?: string; limit: number }
type Read = { run: QueryRun; sources: Source[]; seen: (sources: Source[]) => boolean }

/** One's own statements, newest first; what was answered from ports that one may no longer find is not told of, like its receipt. */
export async function listQueries(actor: Actor, ask: Page): Promise<{ items: QueryRun[]; nextCursor: string | null }> {
  const read = async ({ cursor, limit }: Page) => {
    const found = await store.listRuns(actor.scope, { principalId: actor.principal.id, cursor, limit: limit + 1 })
    const runs = found.slice(0, limit)
    const of = await store.listSources(
      actor.scope,
      runs.flatMap(({ receipt }) => receipt ?? []),
    )
    const seen = await seenSources(actor, [...of.values()])
    const items = runs.map((run): Read => ({ run, sources: (run.receipt && of.get(run.receipt)) || [], seen }))
    return { items, nextCursor: found.length > limit ? runs.at(-1)!.id : null }
  }
  const { items, nextCursor } = await seenPage(ask, read, ({ sources, seen }) => seen(sources))
  return { items: items.map(({ run }) => run), nextCursor }
}

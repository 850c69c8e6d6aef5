import type { z } from 'zod'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import * as meilisearch from './engines/meilisearch'
import * as postgres from './engines/postgres'
import { entriesChanged } from './events'
import { type Entry, entry } from './schema'
import * as store from './store'
import { meantToo } from './synonym-words'

/**
 * Makes one thing findable as it is now, or no longer (`describe` answers `null`). May be repeated at will: describing and
 * writing are one turn, and turns of one thing follow each other, so that an older state never lands on a newer one.
 */
export async function indexEntry(scope: OrgScope, id: string, describe: () => Promise<Entry | null>): Promise<void> {
  await withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`entry ${scope.orgId} ${id}`}, 0))`
    const described = await describe()
    const changed =
      described === null
        ? await postgres.remove(scope, id)
        : await postgres.put(scope, await withSynonyms(scope, entry.parse({ ...described, id })))
    if (changed && meilisearch.configured()) await emit(tx, { name: entriesChanged.name, data: { org: scope.orgId } })
  })
}

/** With the words that mean the same here as its own: found by them, and never shown with them. */
async function withSynonyms(scope: OrgScope, one: z.output<typeof entry>): Promise<z.output<typeof entry>> {
  const groups = await store.readSynonyms(scope)
  const { title, purpose, description, tags, columns, questions, context } = one
  const text = [title, purpose, description, ...tags, ...columns.map(({ name }) => name), ...questions, context]
  const too = meantToo(text.join('\n'), groups)
  return too.length > 0 ? { ...one, context: [context, ...too].join('\n') } : one
}

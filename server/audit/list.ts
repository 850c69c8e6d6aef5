import type { OrgScope } from '@/server/platform/db'
import type { Entry, Filter } from './schema'
import * as store from './store'

/** A page of entries, the newest first. */
export async function list(
  scope: OrgScope,
  filter: Filter,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ items: Entry[]; nextCursor: string | null }> {
  const rows = await store.page(scope, filter, { cursor, limit: limit + 1, order: 'desc' })
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}

import type { OrgScope } from '@/server/platform/db'
import { loadNames } from './load-names'
import { cursorOf, placeOf } from './place'
import type { AccessRequest } from './schema'
import { toRequestShape } from './shape'
import * as store from './store'

type Ask = store.RequestFilter & { cursor?: string; limit: number; oldest?: boolean }

/** Requests by the time they were made; whose one may see, the caller has asked policy. */
export async function listRequests(
  scope: OrgScope,
  { cursor, limit, oldest, ...filter }: Ask,
): Promise<{ items: AccessRequest[]; nextCursor: string | null }> {
  const rows = await store.listRequests(scope, filter, { after: placeOf(cursor), take: limit + 1, oldest })
  const shown = rows.slice(0, limit)
  const names = await loadNames(scope, shown)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last ? cursorOf(last.createdAt, last.id) : null
  return { items: shown.map((row) => toRequestShape(row, names)), nextCursor }
}

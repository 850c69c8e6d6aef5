import type { OrgScope } from '@/server/platform/db'
import { loadLevels } from './load-levels'
import { loadNames } from './load-names'
import { cursorOf, placeOf } from './place'
import * as store from './request-store'
import type { AccessRequest } from './schema'
import { toRequestShape } from './shape'

type Ask = store.RequestFilter & { cursor?: string; limit: number; oldest?: boolean }

/** Requests by the time they were made; whose one may see, the caller has asked policy. */
export async function listRequests(
  scope: OrgScope,
  { cursor, limit, oldest, ...filter }: Ask,
): Promise<{ items: AccessRequest[]; nextCursor: string | null }> {
  const rows = await store.listRequests(scope, filter, { after: placeOf(cursor), take: limit + 1, oldest })
  const shown = rows.slice(0, limit)
  const [names, levels] = await Promise.all([loadNames(scope, shown), loadLevels(scope, shown)])
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last ? cursorOf(last.createdAt, last.id) : null
  return { items: shown.map((row) => toRequestShape(row, names, levels)), nextCursor }
}

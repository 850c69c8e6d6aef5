import type { OrgScope } from '@/server/platform/db'
import { cursorOf, placeOf } from '@/server/platform/place'
import { seenPage } from '@/server/platform/seen-page'
import { loadLevels } from './load-levels'
import { loadNames } from './load-names'
import { requestResource, type SeesRequest } from './request-resource'
import * as store from './request-store'
import type { AccessRequest } from './schema'
import { toRequestShape } from './shape'
import { listTurnIds, type Turn } from './turn-store'

type Ask = store.RequestFilter & {
  /** Of those that are submitted: what waits for somebody to take a step; the oldest first. */
  turn?: Turn
  cursor?: string
  limit: number
  oldest?: boolean
  sees?: SeesRequest
}

/** Requests by the time they were made; whose one may see, the caller has asked policy. */
export async function listRequests(
  scope: OrgScope,
  { cursor, limit, oldest, turn, sees = () => true, ...filter }: Ask,
): Promise<{ items: AccessRequest[]; nextCursor: string | null }> {
  const read = async (page: { cursor?: string; limit: number }) => {
    const place = { after: placeOf(page.cursor), take: page.limit + 1 }
    const ids = turn && (await listTurnIds(scope, turn, place))
    const rows = await store.listRequests(scope, { ...filter, ids }, { ...place, oldest: oldest ?? ids !== undefined })
    const items = rows.slice(0, page.limit)
    const last = items.at(-1)
    const more = (ids ?? rows).length > page.limit
    return { items, nextCursor: more && last ? cursorOf(last.createdAt, last.id) : null }
  }
  const { items: shown, nextCursor } = await seenPage({ cursor, limit }, read, (row) => sees(requestResource(row)))
  const [names, levels] = await Promise.all([loadNames(scope, shown), loadLevels(scope, shown)])
  return { items: shown.map((row) => toRequestShape(row, names, levels)), nextCursor }
}

import type { OrgScope } from '@/server/platform/db'
import { requestResource, type SeesRequest } from './request-resource'
import * as store from './request-store'
import { listTurnIds, type Turn } from './turn-store'

/** Beyond so many no more are counted. */
const MOST = 1_000

/** How many requests wait for somebody to take a step, as a list would show them: what `sees` does not let through is not counted either. */
export async function countWaiting(scope: OrgScope, turn: Turn, sees: SeesRequest): Promise<number> {
  const ids = await listTurnIds(scope, turn, { after: null, take: MOST })
  if (ids.length === 0) return 0
  return (await store.listRequestFacts(scope, { ids })).filter((row) => sees(requestResource(row))).length
}

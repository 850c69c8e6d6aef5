import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { loadNames } from './load-names'
import { cursorOf, placeOf } from './place'
import type { AccessGrant } from './schema'
import { toGrantShape } from './shape'
import * as store from './store'

type Ask = Pick<store.GrantFilter, 'principalId' | 'seenBy' | 'productIds' | 'asleepAt'> & {
  live?: boolean
  cursor?: string
  limit: number
}

/** Grants, the newest first; whose one may see, the caller has asked policy. */
export async function listGrants(
  scope: OrgScope,
  { cursor, limit, live, ...filter }: Ask,
): Promise<{ items: AccessGrant[]; nextCursor: string | null }> {
  const at = now()
  const after = placeOf(cursor)
  const rows = await store.listGrants(scope, { ...filter, liveAt: live ? at : undefined }, { after, take: limit + 1 })
  const shown = rows.slice(0, limit)
  const names = await loadNames(scope, shown)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last ? cursorOf(last.startsAt, last.id) : null
  return { items: shown.map((row) => toGrantShape(row, names, at)), nextCursor }
}

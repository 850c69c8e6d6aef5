import type { OrgScope } from '@/server/platform/db'
import { cursorOf, placeOf } from './cursor'
import type { Visibility, Wanted, WantedState } from './schema'
import { showWanted } from './show-wanted'
import * as wanted from './wanted-store'

type Ask = { state: WantedState; cursor?: string; limit: number }

/** A page of the board: what at least three different people searched for in vain, the most wanted first. */
export async function listWanted(
  scope: OrgScope,
  visibility: Visibility,
  { state, cursor, limit }: Ask,
): Promise<{ items: Wanted[]; nextCursor: string | null }> {
  const question = `wanted ${state}`
  const after = cursor === undefined ? null : placeOf(cursor, question)
  const rows = await wanted.list(scope, { state, after, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: await showWanted(scope, visibility, shown),
    nextCursor: rows.length > limit && last ? cursorOf([last.askers, last.id], question) : null,
  }
}

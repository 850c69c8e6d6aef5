import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import * as own from './own-search-store'
import type { NewSavedSearch, SavedSearch } from './schema'

const MOST = 50

/** Keeps a search under a name of the member's own. */
export async function saveSearch(scope: OrgScope, memberId: string, search: NewSavedSearch): Promise<SavedSearch> {
  return withOrg(scope, async () => {
    if ((await own.listSaved(scope, memberId)).length >= MOST)
      throw conflict(`You have ${MOST} saved searches, which is as many as there may be. Remove one first.`)
    const saved = await own.save(scope, memberId, { ...search, createdAt: now() })
    if (saved) return saved
    const message = `You have a saved search named ${search.name} already. Choose another name.`
    throw conflict(message, [{ path: 'name', message }])
  })
}

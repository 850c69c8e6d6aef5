import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as own from './own-search-store'

/** Removes a saved search of a member's own. */
export async function removeSaved(scope: OrgScope, memberId: string, id: string): Promise<void> {
  if ((await own.removeSaved(scope, memberId, id)) === 0) throw notFound('saved search')
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as own from './own-search-store'
import * as popular from './popular-store'
import * as wanted from './wanted-store'

/**
 * Forgets what people who have left searched for: their last and saved searches go. What they are counted in keeps its number, which
 * would tell by falling that it was them, and loses who they were. May be repeated.
 */
export async function forgetPeople(scope: OrgScope, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return
  await own.erase(scope, memberIds)
  await popular.disown(scope, memberIds)
  await wanted.disown(scope, memberIds, now())
}

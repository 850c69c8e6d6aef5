import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as popular from './popular-store'
import * as wanted from './wanted-store'

const keptDays = 90

/** Forgets who searched longer ago than 90 days, in vain or not, and what nobody has searched for since. */
export async function pruneSearches(scope: OrgScope): Promise<number> {
  const before = new Date(now().getTime() - keptDays * 86_400_000)
  return (await wanted.prune(scope, before)) + (await popular.prune(scope, before))
}

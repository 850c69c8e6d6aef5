import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as wanted from './wanted-store'

const keptDays = 90

/** Forgets who asked in vain longer ago than 90 days, and what nobody has asked for since. */
export const pruneWanted = (scope: OrgScope): Promise<number> =>
  wanted.prune(scope, new Date(now().getTime() - keptDays * 86_400_000))

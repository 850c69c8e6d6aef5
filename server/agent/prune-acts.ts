import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

const keptDays = 90

/** Forgets what agents did longer ago than 90 days; the audit keeps what they read and changed. */
export const pruneActs = (scope: OrgScope): Promise<number> =>
  store.deleteActs(scope, new Date(now().getTime() - keptDays * 86_400_000))

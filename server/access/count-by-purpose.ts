import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** How many live grants and undecided requests stand under each purpose that has any. */
export const countByPurpose = (scope: OrgScope): Promise<{ slug: string; grants: number; requests: number }[]> =>
  store.countByPurpose(scope, now())

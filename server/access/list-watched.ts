import type { OrgScope } from '@/server/platform/db'
import * as deliveries from './delivery-store'

/** The most grants that one round looks at; those that were proven longest ago come first. */
const MOST = 300

/** The grants that stand in a source or are on their way, by id; of one member or product where one is named. */
export const listWatched = (
  scope: OrgScope,
  of: { principalId?: string; productId?: string } = {},
): Promise<string[]> => deliveries.listInSources(scope, { ...of, take: MOST })

import type { OrgScope } from '@/server/platform/db'
import * as deliveries from './delivery-store'

const MOST = 10_000

/** How many grants stand in the source of a connection, or are on their way in or out. */
export const countDeliveries = async (scope: OrgScope, connectionId: string): Promise<number> =>
  (await deliveries.listInSources(scope, { connectionId, take: MOST })).length

import type { OrgScope } from '@/server/platform/db'
import * as store from './request-store'

/** How many requests there are of what a list would show; whose one may count, the caller has asked policy. */
export const countRequests = (scope: OrgScope, filter: store.RequestFilter): Promise<number> =>
  store.countRequests(scope, filter)

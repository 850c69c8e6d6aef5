import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** How many requests wait for a decision in these domains, one's own left out. */
export const countRequests = (scope: OrgScope, of: { domainIds: string[]; notPrincipalId: string }): Promise<number> =>
  store.countRequests(scope, of)

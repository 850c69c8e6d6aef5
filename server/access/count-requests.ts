import type { OrgScope } from '@/server/platform/db'
import { requestResource, type SeesRequest } from './request-resource'
import * as store from './request-store'

/** How many requests there are of what a list would show: what `sees` does not let through is not counted either. */
export const countRequests = async (scope: OrgScope, filter: store.RequestFilter, sees: SeesRequest): Promise<number> =>
  (await store.listRequestFacts(scope, filter)).filter((row) => sees(requestResource(row))).length

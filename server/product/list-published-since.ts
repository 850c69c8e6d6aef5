import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** Ids of the products of which a version was published since a moment. */
export const listPublishedSince = (scope: OrgScope, since: Date): Promise<string[]> =>
  store.listPublishedSince(scope, since)

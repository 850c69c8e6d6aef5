import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { reindexAsked } from './events'

/** Has every entry of an organisation described again, and what is kept in step with them compared. */
export const askReindex = (scope: OrgScope): Promise<void> =>
  withOrg(scope, (tx) => emit(tx, { name: reindexAsked.name, data: { org: scope.orgId } }))

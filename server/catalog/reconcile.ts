import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import * as meilisearch from './engines/meilisearch'
import { entriesChanged } from './events'

/** Proves that the engine outside the database holds just the entries there are, each as it is; what is otherwise is told again. */
export async function reconcile(scope: OrgScope): Promise<{ compared: number; differing: number }> {
  if (!meilisearch.configured()) return { compared: 0, differing: 0 }
  const found = await meilisearch.reconcile(scope)
  await withOrg(scope, (tx) => emit(tx, { name: entriesChanged.name, data: { org: scope.orgId } }))
  return found
}

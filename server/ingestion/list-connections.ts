import type { OrgScope } from '@/server/platform/db'
import type { Connection, Page } from './schema'
import { showConnections } from './show-connections'
import * as store from './store'

/** Connections of some domains, or of all. */
export async function listConnections(
  scope: OrgScope,
  page: Parameters<typeof store.listConnections>[1],
): Promise<Page<Connection>> {
  const { items, nextCursor } = await store.listConnections(scope, page)
  return { items: await showConnections(scope, items), nextCursor }
}

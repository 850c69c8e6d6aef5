import type { OrgScope } from '@/server/platform/db'
import { seenPage } from '@/server/platform/seen-page'
import { type Guarded, guarded } from './resource'
import type { Connection, Page } from './schema'
import { showConnections } from './show-connections'
import * as store from './store'

type Ask = Parameters<typeof store.listConnections>[1] & { sees?: (one: Guarded<'connection'>) => boolean }

/** Connections of some domains, or of all; only those that `sees` lets through. */
export async function listConnections(scope: OrgScope, { sees = () => true, ...ask }: Ask): Promise<Page<Connection>> {
  const read = (page: { cursor?: string; limit: number }) => store.listConnections(scope, { ...ask, ...page })
  const { items, nextCursor } = await seenPage(ask, read, (one) => sees(guarded('connection', one)!))
  return { items: await showConnections(scope, items), nextCursor }
}

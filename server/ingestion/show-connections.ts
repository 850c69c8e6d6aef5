import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Connection } from './schema'
import { countSynced, type StoredConnection } from './store'

/** Connections with their domain's slug and how many of their assets were copied. */
export async function showConnections(scope: OrgScope, found: StoredConnection[]): Promise<Connection[]> {
  const slugs = new Map((await tenancy.listDomains(scope)).map(({ id, slug }) => [id, slug]))
  const synced = await countSynced(
    scope,
    found.map(({ id }) => id),
  )
  return found.map(({ domainId, discoverCursor: _cursor, discoverSince: _since, ...one }) => ({
    ...one,
    domain: slugs.get(domainId) ?? domainId,
    synced: synced.get(one.id) ?? 0,
  }))
}

import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import type { Connection } from './schema'
import { countSynced, findConnection, type StoredConnection } from './store'

/** A connection as callers see it, never its secrets; throws not_found. */
export async function getConnection(scope: OrgScope, id: string): Promise<Connection> {
  const found = await findConnection(scope, { id })
  if (!found) throw notFound('connection')
  return (await shown(scope, [found]))[0]!
}

/** Connections with their domain's slug and how many of their assets were copied. */
export async function shown(scope: OrgScope, found: StoredConnection[]): Promise<Connection[]> {
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

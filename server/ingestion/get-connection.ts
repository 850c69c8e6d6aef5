import { type OrgScope, withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Connection } from './schema'
import { showConnections } from './show-connections'
import { findConnection } from './store'

/** A connection as callers see it, never its secrets; throws not_found. */
export async function getConnection(scope: OrgScope, id: string): Promise<Connection> {
  return withOrg(scope, async () => {
    const found = await findConnection(scope, { id })
    if (!found) throw notFound('connection')
    return (await showConnections(scope, [found]))[0]!
  })
}

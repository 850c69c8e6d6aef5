import type { Provisionable } from '@/server/connectors'
import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { AppError, conflict } from '@/server/platform/errors'
import type { StoredGrant } from './store'

/** How long one look at a source may take, in ms. */
const patience = 60_000

/** Signs in to a grant's source and works with rights there. A source that does not answer is `unavailable`: nothing is known then. */
export async function withRights<T>(
  scope: OrgScope,
  grant: StoredGrant,
  work: (rights: Provisionable) => Promise<T>,
): Promise<T> {
  const connection = grant.connectionId ? await ingestion.findConnection(scope, { id: grant.connectionId }) : null
  if (!connection) throw conflict('The connection of this grant is no longer there.')
  const session = await signedIn(scope, connection)
  try {
    if (!session.rights) throw conflict(`${connection.name} does not take grants.`)
    return await work(session.rights)
  } finally {
    await session.close()
  }
}

async function signedIn(...[scope, connection]: [OrgScope, Parameters<typeof ingestion.openSource>[1]]) {
  try {
    return await ingestion.openSource(scope, connection, AbortSignal.timeout(patience))
  } catch (error) {
    // What is wrong with the connection is mended there, and this tried again.
    if (error instanceof AppError && error.code === 'invalid')
      throw new AppError('unavailable', `The connection ${connection.name} does not open: ${error.message}`, {
        retryAfter: 10,
        cause: error,
      })
    throw error
  }
}

import type { Session } from '@/server/connectors'
import * as connectors from '@/server/connectors'
import type { OrgScope } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { open } from '@/server/platform/secrets'
import { openWith } from './open-with'
import { needsSecrets } from './settings'
import type { StoredConnection } from './store'
import * as store from './store'

/** Signs in to the source of a connection, with its sealed secrets. */
export async function openSource(scope: OrgScope, connection: StoredConnection, signal: AbortSignal): Promise<Session> {
  const sealed = await store.findSecret(scope, connection.id)
  if (!sealed && needsSecrets(connectors.get(connection.kind)))
    throw invalid('This connection has no secrets; enter them again.', [{ path: 'secrets', message: 'are needed' }])
  const secrets = sealed ? JSON.parse(await open(scope, sealed)) : {}
  return openWith(scope, { kind: connection.kind, config: connection.config, secrets }, signal)
}

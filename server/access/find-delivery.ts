import * as connectors from '@/server/connectors'
import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import type { PortObject } from '@/server/product'

/** The one connection that a port stands on, where grants on it may be delivered into the source; else null. */
export async function findDelivery(
  scope: OrgScope,
  port: { objects: Pick<PortObject, 'connection'>[] },
): Promise<{ id: string; name: string } | null> {
  const [name, ...others] = new Set(port.objects.map(({ connection }) => connection))
  if (!name || others.length > 0) return null
  const connection = await ingestion.findConnection(scope, { name })
  if (!connection?.hasSecrets) return null
  return connectors.get(connection.kind).delivers?.(connection.config) ? { id: connection.id, name } : null
}

import type { OrgScope } from '@/server/platform/db'
import type { Asset, Snapshot } from './schema'
import { findAsset, findSnapshot } from './store'

export type AssetByRef = Pick<
  Asset,
  'id' | 'connectionId' | 'domainId' | 'ref' | 'kind' | 'name' | 'keys' | 'syncedAt'
> & {
  /** Of the latest snapshot; of the source where nothing was copied yet. */
  schema: Asset['columns']
  latestSnapshot?: Snapshot
}

/** The asset that a connection's name and a ref name, with its latest snapshot; null if there is none. */
export async function getAssetByRef(
  scope: OrgScope,
  at: { connectionName: string; ref: string },
): Promise<AssetByRef | null> {
  const asset = await findAsset(scope, { ref: at.ref, connection: { name: at.connectionName } })
  if (!asset) return null
  const latest = asset.latestSnapshot ? await findSnapshot(scope, asset.latestSnapshot) : null
  const { id, connectionId, domainId, ref, kind, name, keys, syncedAt } = asset
  return {
    id,
    connectionId,
    domainId,
    ref,
    kind,
    name,
    keys,
    syncedAt,
    schema: latest?.schema ?? asset.columns,
    ...(latest ? { latestSnapshot: latest } : {}),
  }
}

import * as connectors from '@/server/connectors'
import type { OrgScope } from '@/server/platform/db'
import { listWithConfig } from './item-store'
import { namesOnList } from './reader-names'

/** An asset of items with whom its connection lets read those that have no list of their own. */
export type ItemSource = { assetId: string; connection: string; ref: string; declared: string[] }

/** Read at each call, so that who is taken off a connection's list reads nothing more. */
export async function listItemSources(scope: OrgScope, assetIds: readonly string[]): Promise<ItemSource[]> {
  const found = await listWithConfig(scope, assetIds)
  return found.map(({ assetId, ref, connection, kind, config }) => {
    const declared = connectors.get(kind).readers?.(config)
    return { assetId, ref, connection, declared: declared ? namesOnList(declared) : [] }
  })
}

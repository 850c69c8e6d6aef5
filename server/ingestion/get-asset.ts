import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Asset } from './schema'
import { findAsset } from './store'

/** An asset; throws not_found. */
export async function getAsset(scope: OrgScope, id: string): Promise<Asset> {
  const asset = await findAsset(scope, { id })
  if (!asset) throw notFound('asset')
  return asset
}

import type { OrgScope } from '@/server/platform/db'
import { findPorts } from './find-ports'
import { listContext } from './list-context'

/** Every asset whose items a published context product shows. */
export async function listSearchedAssets(scope: OrgScope): Promise<Set<string>> {
  const products = await listContext(scope)
  const ports = await Promise.all(products.map(({ id }) => findPorts(scope, { productId: id })))
  return new Set(ports.flat().flatMap(({ items }) => items.map(({ assetId }) => assetId)))
}

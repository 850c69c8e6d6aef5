import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'

/** The connections that a port's rows are copied by, each with what is copied. */
export async function listSources(
  scope: OrgScope,
  { productId, port }: { productId: string; port: string },
): Promise<{ connectionId: string; refs: string[] }[]> {
  const { ports } = await product.get(scope, { slug: productId })
  const ids = ports.filter(({ name }) => name === port).flatMap(({ objects }) => objects.map(({ assetId }) => assetId))
  const sources = new Map<string, Set<string>>()
  for (const { connectionId, ref } of await Promise.all([...new Set(ids)].map((id) => ingestion.getAsset(scope, id))))
    sources.set(connectionId, (sources.get(connectionId) ?? new Set()).add(ref))
  return [...sources].map(([connectionId, refs]) => ({ connectionId, refs: [...refs] }))
}

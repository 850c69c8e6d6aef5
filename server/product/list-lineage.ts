import type { OrgScope } from '@/server/platform/db'
import * as current from './current'
import * as lineage from './lineage-store'
import { listFacts } from './list-facts'
import * as store from './store'

/** How another product hangs together with one port: it shows the same assets, reads the port, or is read by its product. */
export type Bond = 'shares' | 'reads' | 'is_read'
type Facts = NonNullable<ReturnType<Awaited<ReturnType<typeof listFacts>>['get']>>

/** What a port shows, and the published products that hang together with it; who may know of them is the caller's to ask. */
export async function listLineage(
  scope: OrgScope,
  { productId, port }: { productId: string; port: string },
): Promise<{ assetIds: string[]; products: (Facts & { bond: Bond })[] }> {
  const head = current.published(await store.listVersions(scope, [productId]))
  if (!head) return { assetIds: [], products: [] }
  const { content } = await store.getVersion(scope, head.id)
  const contractId = content.product.outputPorts?.find(({ name }) => name === port)?.contractId
  const assetIds = content.bound.filter((one) => one.contractId === contractId).map((one) => one.assetId)
  const read = (content.product.inputPorts ?? []).map((one) => one.contractId)
  const found: [Bond, { productId: string }[]][] = [
    ['shares', await lineage.listByAssets(scope, assetIds)],
    ['reads', contractId ? await lineage.listByContracts(scope, [contractId], 'inputPorts') : []],
    ['is_read', read.length > 0 ? await lineage.listByContracts(scope, read, 'outputPorts') : []],
  ]
  const bonds = new Map(found.flatMap(([bond, ids]) => ids.map((one) => [one.productId, bond] as const)))
  bonds.delete(productId)
  const facts = await listFacts(scope, [...bonds.keys()])
  return {
    assetIds: [...new Set(assetIds)],
    products: [...bonds].flatMap(([id, bond]) => {
      const known = facts.get(id)
      return known ? [{ ...known, bond }] : []
    }),
  }
}

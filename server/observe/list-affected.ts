import * as access from '@/server/access'
import type { OrgScope } from '@/server/platform/db'
import type * as product from '@/server/product'
import type { Sight } from './lineage-sight'
import type { Affected } from './schema'
import type { StoredIncident } from './store'

const MOST = 50 // of each, products and holders

type Lineage = Awaited<ReturnType<typeof product.listLineage>>

/** Whom an incident reaches: products that read the port or show the same assets, and those who hold it, as far as one may know of them. */
export async function listAffected(
  scope: OrgScope,
  { incident, lineage, sight }: { incident: StoredIncident; lineage: Lineage; sight: Sight },
): Promise<Affected[]> {
  const near = lineage.products.filter(({ bond, resource }) => bond !== 'is_read' && sight.finds(resource))
  const products = near.map(({ id, slug, title, bond }): Affected => {
    const why = bond === 'reads' ? 'Reads this port.' : 'Shows the same data.'
    return { kind: 'product', id, slug, name: title, why }
  })
  const { productId, port } = incident
  const sees = { principalId: sight.principalId, of: sight.sees }
  const { items } = await access.listGrants(scope, { productIds: [productId], live: true, sees, limit: 200 })
  const held = items.filter((grant) => grant.port === port)
  const holders = [...new Map(held.map((grant) => [grant.principal, grant.principalName]))]
  const purposesOf = (id: string) => new Set(held.flatMap((one) => (one.principal === id ? [one.purpose] : [])))
  const people = holders.map(([id, name]): Affected => {
    return { kind: 'holder', id, slug: null, name, why: `Holds it for ${[...purposesOf(id)].join(', ')}.` }
  })
  return [...products.slice(0, MOST), ...people.slice(0, MOST)]
}

import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as store from './standing-store'

type Facts = NonNullable<ReturnType<Awaited<ReturnType<typeof product.listFacts>>['get']>>
export type Watched = Facts & { domain: { slug: string; name: string } }
export type Sight = {
  /** Whether the caller may find a product: no number is of one that they may not. */
  sees: (product: Facts['resource']) => boolean
  /** Only products of this domain, by slug, or this product, by slug or id. */
  domain?: string
  product?: string
}

/** The products whose promises are or were watched, of those that the caller may find; by their ids. */
export async function listWatched(
  scope: OrgScope,
  { sees, domain, product: slug }: Sight,
): Promise<Map<string, Watched>> {
  const facts = await product.listFacts(scope, await store.listWatchedIds(scope))
  const found = [...facts.values()].filter(
    (one) => (slug === undefined || one.slug === slug || one.id === slug) && sees(one.resource),
  )
  const names = await tenancy.loadNames(scope, { members: [], domains: found.map(({ resource }) => resource.domainId) })
  const shown = found.map((one) => ({
    ...one,
    domain: names.domains.get(one.resource.domainId) ?? { slug: '', name: '' },
  }))
  return new Map(shown.filter((one) => domain === undefined || one.domain.slug === domain).map((one) => [one.id, one]))
}

import { type OrgScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as current from './current'
import { factsOf } from './product-facts'
import { promiseOf } from './promise'
import type { ListedProduct, ProductState } from './schema'
import * as store from './store'

type Ask = {
  domain?: string
  /** Only of the domains that this principal publishes for. */
  mine?: tenancy.Principal
  status?: ProductState
  /** Whether a product may be told of; as a draft, whether its draft may. */
  sees: (product: ProductFacts) => boolean
  cursor?: string
  limit: number
}

type ProductFacts = ReturnType<typeof factsOf>
type Listed = { items: ListedProduct[]; nextCursor: string | null }

/** Products by slug, each with how well it keeps its promises; only those that `sees` lets through. */
export const list = (scope: OrgScope, ask: Ask): Promise<Listed> =>
  // One transaction: everything that a row tells is of one moment, and asked for once.
  withOrg(scope, () => read(scope, ask))

async function read(scope: OrgScope, ask: Ask): Promise<Listed> {
  const { status, cursor, limit } = ask
  const domainIds = await domainsOf(scope, ask)
  const found = await store.listProducts(scope, { domainIds, status, after: cursor, limit: limit + 1 })
  const rows = found.slice(0, limit).filter((row) => ask.sees(factsOf(row)))
  const heads = await store.listVersions(
    scope,
    rows.map((row) => row.id),
  )
  const shown = rows.flatMap((row) => current.published(heads.filter((head) => head.productId === row.id))?.id ?? [])
  const [pointers, runs, domains, members] = await Promise.all([
    store.listPointers(scope, { versionIds: shown }),
    store.listCheckRuns(scope, shown, shown.length * 20),
    tenancy.listDomains(scope),
    tenancy.listMembers(scope),
  ])
  const items = rows.map((row): ListedProduct => {
    const own = heads.filter((head) => head.productId === row.id)
    const live = current.published(own)
    const domain = domains.find((each) => each.id === row.domainId)
    return {
      id: row.id,
      slug: row.slug,
      title: row.title,
      purpose: row.purpose,
      domain: { id: row.domainId, slug: domain?.slug ?? '', name: domain?.name ?? '' },
      owner: { id: row.ownerId, name: members.find((each) => each.id === row.ownerId)?.name ?? '' },
      tags: row.tags,
      status: row.status,
      version: live?.version ?? null,
      draft: ask.sees(factsOf(row, true)) ? (current.draftOf(own)?.version ?? null) : null,
      promise: promiseOf(
        pointers.filter((pointer) => pointer.versionId === live?.id),
        runs.filter((run) => run.versionId === live?.id),
      ),
      updatedAt: row.updatedAt.toISOString(),
    }
  })
  return { items, nextCursor: found.length > limit ? found[limit - 1]!.slug : null }
}

/** The ids that the list is narrowed to; undefined for every domain, and none for a domain that is not there. */
async function domainsOf(scope: OrgScope, { domain, mine }: Ask): Promise<string[] | undefined> {
  const own =
    mine && mine.role !== 'owner'
      ? mine.domains.filter((each) => each.role !== 'member').map((each) => each.id)
      : undefined
  if (domain === undefined) return own
  const named = await tenancy.findDomain(scope, domain)
  return named && (own === undefined || own.includes(named.id)) ? [named.id] : []
}

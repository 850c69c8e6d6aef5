import { type OrgScope, withOrg } from '@/server/platform/db'
import { seenPage } from '@/server/platform/seen-page'
import * as tenancy from '@/server/tenancy'
import * as current from './current'
import { listMarks } from './list-marks'
import * as listing from './listing-store'
import { factsOf } from './product-facts'
import { promiseOf } from './promise'
import type { ListedProduct, ProductState } from './schema'

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

/** Products by slug, each with how well it keeps its promises. Only those that `sees` lets through. */
export const list = (scope: OrgScope, ask: Ask): Promise<Listed> =>
  // One transaction: everything that a row tells is of one moment, and asked for once.
  withOrg(scope, () => read(scope, ask))

async function read(scope: OrgScope, ask: Ask): Promise<Listed> {
  const { status } = ask
  const domainIds = await domainsOf(scope, ask)
  const page = async ({ cursor, limit }: { cursor?: string; limit: number }) => {
    const found = await listing.listRows(scope, { domainIds, status, after: cursor, limit: limit + 1 })
    return { items: found.slice(0, limit), nextCursor: found.length > limit ? found[limit - 1]!.slug : null }
  }
  const { items: rows, nextCursor } = await seenPage(ask, page, (row) => ask.sees(factsOf(row)))
  const shown = rows.flatMap((row) => current.published(row.heads)?.id ?? [])
  const standings = shown.length > 0 ? await listing.listStandings(scope, shown) : []
  const marks = await listMarks(
    scope,
    rows.map(({ id }) => id),
  )
  const names = await tenancy.loadNames(scope, {
    members: rows.map((row) => row.ownerId),
    domains: rows.map((row) => row.domainId),
  })
  const items = rows.map((row): ListedProduct => {
    const live = current.published(row.heads)
    const domain = names.domains.get(row.domainId)
    const ports = standings.filter((each) => each.versionId === live?.id)
    return {
      id: row.id,
      slug: row.slug,
      title: row.title,
      purpose: row.purpose,
      domain: { id: row.domainId, slug: domain?.slug ?? '', name: domain?.name ?? '' },
      owner: { id: row.ownerId, name: names.members.get(row.ownerId) ?? '' },
      tags: row.tags,
      status: row.status,
      version: live?.version ?? null,
      draft: ask.sees(factsOf(row, true)) ? (current.draftOf(row.heads)?.version ?? null) : null,
      promise: promiseOf(
        ports,
        ports.flatMap(({ run }) => run ?? []),
      ),
      portMarks: marks.get(row.id) ?? [],
      updatedAt: row.updatedAt.toISOString(),
    }
  })
  return { items, nextCursor }
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

import type { OrgScope } from '@/server/platform/db'
import { cursorOf, placeOf } from '@/server/platform/place'
import { seenPage } from '@/server/platform/seen-page'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { toIncidentShape } from './incident-shape'
import type { Incident, IncidentState } from './schema'
import * as store from './store'

type Facts = NonNullable<ReturnType<Awaited<ReturnType<typeof product.listFacts>>['get']>>
type Ask = {
  states?: readonly IncidentState[]
  productIds?: readonly string[]
  /** Whether the product that an incident is of may be told of. */
  sees: (product: Facts['resource']) => boolean
  cursor?: string
  limit: number
}

/** Incidents of products that the caller may find, those seen last first. */
export async function listIncidents(
  scope: OrgScope,
  { sees, cursor, limit, ...filter }: Ask,
): Promise<{ items: Incident[]; nextCursor: string | null }> {
  const read = async (page: { cursor?: string; limit: number }) => {
    const rows = await store.listIncidents(scope, filter, { after: placeOf(page.cursor), take: page.limit + 1 })
    const shown = rows.slice(0, page.limit)
    const facts = await product.listFacts(
      scope,
      shown.map(({ productId }) => productId),
    )
    const last = shown.at(-1)
    return {
      items: shown.map((row) => ({ row, of: facts.get(row.productId) })),
      nextCursor: rows.length > page.limit && last ? cursorOf(last.lastSeenAt, last.id) : null,
    }
  }
  const page = await seenPage({ cursor, limit }, read, ({ of }) => of !== undefined && sees(of.resource))
  const names = await tenancy.loadNames(scope, {
    members: page.items.map(({ row }) => row.ownerId),
    domains: page.items.flatMap(({ of }) => of?.resource.domainId ?? []),
  })
  return { items: page.items.map(({ row, of }) => toIncidentShape(row, of!, names)), nextCursor: page.nextCursor }
}

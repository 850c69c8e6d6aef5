import type { OrgScope } from '@/server/platform/db'
import * as listing from './listing-store'
import { factsOf } from './product-facts'

type Facts = { id: string; slug: string; title: string; resource: ReturnType<typeof factsOf> }

/** What to call some products, and what policy is asked about each; by id, without those that are gone. */
export async function listFacts(scope: OrgScope, ids: readonly string[]): Promise<Map<string, Facts>> {
  const rows = await listing.listProducts(scope, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, { id: row.id, slug: row.slug, title: row.title, resource: factsOf(row) }]))
}

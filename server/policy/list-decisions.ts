import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { listDecisions as list } from './decision-store'
import type { DecisionFilter, LoggedDecision } from './schema'

/** What was decided, the newest first. */
export async function listDecisions(
  scope: OrgScope,
  { resource, ...filter }: DecisionFilter,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ items: LoggedDecision[]; nextCursor: string | null }> {
  const about = resource === undefined ? undefined : await named(scope, resource)
  const found = await list(scope, { ...filter, resource: about }, { before: cursor, take: limit + 1 })
  const items = found.slice(0, limit)
  return { items, nextCursor: found.length > limit ? items.at(-1)!.id : null }
}

/** A product or port is logged by its id and asked for by its name. */
async function named(scope: OrgScope, name: string): Promise<{ named: string; under?: string }> {
  const [slug = '', ...rest] = name.split('/')
  const found = await product.resource(scope, slug)
  return found ? { named: name, under: [found.id, ...rest].join('/') } : { named: name }
}

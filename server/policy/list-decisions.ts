import type { OrgScope } from '@/server/platform/db'
import { listDecisions as list } from './decision-store'
import type { DecisionFilter, LoggedDecision } from './schema'

/** What was decided, the newest first. */
export async function listDecisions(
  scope: OrgScope,
  filter: DecisionFilter,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ items: LoggedDecision[]; nextCursor: string | null }> {
  const found = await list(scope, filter, { before: cursor, take: limit + 1 })
  const items = found.slice(0, limit)
  return { items, nextCursor: found.length > limit ? items.at(-1)!.id : null }
}

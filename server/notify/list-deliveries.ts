import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Delivery } from './schema'
import * as webhooks from './webhook-store'

/** A page of what was sent to a webhook and how that went, the newest first. */
export async function listDeliveries(
  scope: OrgScope,
  { id, cursor, limit }: { id: string; cursor?: string; limit: number },
): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  if (!(await webhooks.find(scope, id))) throw notFound('webhook')
  const found = await webhooks.listDeliveries(scope, id, { cursor, limit: limit + 1 })
  const items = found.slice(0, limit)
  return { items, nextCursor: found.length > limit ? items.at(-1)!.id : null }
}

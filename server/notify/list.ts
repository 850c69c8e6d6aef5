import type { OrgScope } from '@/server/platform/db'
import type { Notification } from './schema'
import * as store from './store'

/** A page of what a member was told, the newest first, and how much of all of it is unread. */
export async function list(
  scope: OrgScope,
  memberId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ items: Notification[]; nextCursor: string | null; unread: number }> {
  const rows = await store.page(scope, memberId, { cursor, limit: limit + 1 })
  const items = rows.slice(0, limit)
  return {
    items,
    nextCursor: rows.length > limit ? items.at(-1)!.id : null,
    unread: await store.countUnread(scope, memberId),
  }
}

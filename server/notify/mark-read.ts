import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** Marks a member's notifications as read: those named, or all. Answers how many stay unread. */
export async function markRead(scope: OrgScope, memberId: string, ids?: string[]): Promise<number> {
  await store.setRead(scope, memberId, ids, now())
  return store.countUnread(scope, memberId)
}

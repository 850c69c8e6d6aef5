import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as store from './store'

/** Marks a member's notifications as read: those named, each of which must be one's own, or all. Answers how many stay unread. */
export async function markRead(scope: OrgScope, memberId: string, ids?: string[]): Promise<number> {
  if (ids && (await store.countOwn(scope, memberId, ids)) !== new Set(ids).size) {
    throw notFound('notification')
  }
  await store.setRead(scope, memberId, ids, now())
  return store.countUnread(scope, memberId)
}

import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { NewNotification, Notification } from './schema'

const toNotification = (row: Prisma.NotificationGetPayload<object>): Notification => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  body: row.body,
  link: row.link,
  createdAt: row.createdAt.toISOString(),
  readAt: row.readAt?.toISOString() ?? null,
})

export const insert = (
  scope: OrgScope,
  { to, kind, title, body, link }: NewNotification,
  createdAt: Date,
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const one = (memberId: string) => ({ orgId: scope.orgId, id: newId('notification', createdAt.getTime()), memberId })
    const data = [...new Set(to)].map((memberId) => ({
      ...one(memberId),
      kind,
      title,
      body: body ?? null,
      link,
      createdAt,
    }))
    await tx.notification.createMany({ data })
  })

/** One member's notifications, the newest first, from after `cursor`. */
export const page = (
  scope: OrgScope,
  memberId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<Notification[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, memberId, ...(cursor && { id: { lt: cursor } }) }
    return (await tx.notification.findMany({ where, orderBy: { id: 'desc' }, take: limit })).map(toNotification)
  })

export const countUnread = (scope: OrgScope, memberId: string): Promise<number> =>
  withOrg(scope, (tx) => tx.notification.count({ where: { orgId: scope.orgId, memberId, readAt: null } }))

/** How many of these are a member's own. */
export const countOwn = (scope: OrgScope, memberId: string, ids: string[]): Promise<number> =>
  withOrg(scope, (tx) => tx.notification.count({ where: { orgId: scope.orgId, memberId, id: { in: ids } } }))

/** Marks a member's own; without ids, all of them. */
export const setRead = (scope: OrgScope, memberId: string, ids: string[] | undefined, readAt: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, memberId, readAt: null, ...(ids && { id: { in: ids } }) }
    await tx.notification.updateMany({ where, data: { readAt } })
  })

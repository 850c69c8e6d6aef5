import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { NewNotification, Notification } from './schema'

/** Beyond so many unread ones no more are counted. */
const MOST_UNREAD = 1_000

const toNotification = (row: Prisma.NotificationGetPayload<object>): Notification => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  body: row.body,
  link: row.link,
  createdAt: row.createdAt.toISOString(),
  readAt: row.readAt?.toISOString() ?? null,
})

/** Writes what each is told; answers the rows, and the cause that all of this transaction's of this kind share. */
export const insert = (
  scope: OrgScope,
  { to, kind, title, body, link }: NewNotification,
  createdAt: Date,
): Promise<{ cause: string; rows: { id: string; memberId: string }[] }> =>
  withOrg(scope, async (tx) => {
    // A transaction's number and its start together come once, in a database that was restored too.
    const [made] = await tx.$queryRaw<{ cause: string }[]>`
      select pg_current_xact_id()::text || '-' || (extract(epoch from now()) * 1000000)::bigint::text as cause`
    const cause = `${made!.cause} ${kind}`
    const { orgId } = scope
    const rows = [...new Set(to)].map((memberId) => ({ id: newId('notification', createdAt.getTime()), memberId }))
    const said = { kind, title, body: body ?? null, link, createdAt, cause }
    await tx.notification.createMany({ data: rows.map((row) => ({ orgId, ...row, ...said })) })
    return { cause, rows }
  })

/** What was told of one cause: to whom, in which words. */
export const findTold = (scope: OrgScope, cause: string) =>
  withOrg(scope, (tx) =>
    tx.notification.findMany({
      where: { orgId: scope.orgId, cause },
      select: { memberId: true, title: true, link: true, createdAt: true },
      orderBy: { id: 'asc' },
    }),
  )

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

/** How many are unread, as far as anybody counts. */
export const countUnread = (scope: OrgScope, memberId: string): Promise<number> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, memberId, readAt: null }
    // In the order of the index that finds them, so that it is read no further.
    const first = { orderBy: { readAt: 'asc' as const }, take: MOST_UNREAD }
    return (await tx.notification.findMany({ where, select: { id: true }, ...first })).length
  })

/** How many of these are a member's own. */
export const countOwn = (scope: OrgScope, memberId: string, ids: string[]): Promise<number> =>
  withOrg(scope, (tx) => tx.notification.count({ where: { orgId: scope.orgId, memberId, id: { in: ids } } }))

/** Marks a member's own; without ids, all of them. */
export const setRead = (scope: OrgScope, memberId: string, ids: string[] | undefined, readAt: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, memberId, readAt: null, ...(ids && { id: { in: ids } }) }
    await tx.notification.updateMany({ where, data: { readAt } })
  })

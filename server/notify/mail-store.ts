import { type OrgScope, withOrg } from '@/server/platform/db'

/** The queries about mail: who wants what, and what is to be sent. */

export const listChoices = (scope: OrgScope, memberId: string) =>
  withOrg(scope, (tx) => tx.mailChoice.findMany({ where: { orgId: scope.orgId, memberId } }))

export const putChoices = (scope: OrgScope, memberId: string, choices: { kind: string; mail: boolean }[]) =>
  withOrg(scope, async (tx) => {
    for (const { kind, mail: wanted } of choices) {
      const key = { orgId: scope.orgId, memberId, kind }
      const where = { orgId_memberId_kind: key }
      await tx.mailChoice.upsert({ where, create: { ...key, wanted }, update: { wanted } })
    }
  })

/** Those of the members who want this kind by mail. */
export const wanting = (scope: OrgScope, kind: string, byItself: boolean, members: string[]): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, kind, memberId: { in: members } }
    const said = new Map((await tx.mailChoice.findMany({ where })).map(({ memberId, wanted }) => [memberId, wanted]))
    return members.filter((id) => said.get(id) ?? byItself)
  })

export const insert = (scope: OrgScope, ids: string[], nextAt: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.mail.createMany({ data: ids.map((id) => ({ orgId: scope.orgId, id, nextAt })) })
  })

/** Takes a mail that is due, until `until`; null where it is not due, is another's, or is done with. */
export const claim = (scope: OrgScope, id: string, at: Date, until: Date) =>
  withOrg(scope, async (tx) => {
    const free = { OR: [{ claimedUntil: null }, { claimedUntil: { lte: at } }] }
    const where = { orgId: scope.orgId, id, state: 'pending', nextAt: { lte: at }, ...free }
    const data = { claimedUntil: until, attempts: { increment: 1 } }
    if ((await tx.mail.updateMany({ where, data })).count === 0) return null
    return tx.mail.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } }, include: { notification: true } })
  })

/** When a mail that is still to be sent is next worth a look; null when it is done with. */
export const dueAgain = (scope: OrgScope, id: string): Promise<Date | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.mail.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    if (row?.state !== 'pending') return null
    return row.claimedUntil && row.claimedUntil > row.nextAt ? row.claimedUntil : row.nextAt
  })

type Outcome = { state: 'pending' | 'sent' | 'failed' | 'dropped'; problem?: string; sentAt?: Date; nextAt?: Date }

export const settle = (scope: OrgScope, id: string, outcome: Outcome): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.mail.updateMany({ where: { orgId: scope.orgId, id }, data: { claimedUntil: null, ...outcome } })
  })

/** Those that should have been sent before this moment, the oldest first. */
export const listOverdue = (scope: OrgScope, before: Date, take: number): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, state: 'pending', nextAt: { lt: before } }
    return (await tx.mail.findMany({ where, orderBy: { nextAt: 'asc' }, take, select: { id: true } })).map(
      (row) => row.id,
    )
  })

/** Gives up every mail that waits. */
export const dropAll = (scope: OrgScope, problem: string): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.mail.updateMany({ where: { orgId: scope.orgId, state: 'pending' }, data: { state: 'dropped', problem } })
  })

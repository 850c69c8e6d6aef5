import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'

type Row = Awaited<ReturnType<Tx['accessDelegation']['findMany']>>[number]
export type StoredDelegation = Omit<Row, 'orgId'>

const toDelegation = ({ orgId: _, ...row }: Row): StoredDelegation => row

export const insertDelegation = (scope: OrgScope, row: StoredDelegation): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.accessDelegation.create({ data: { ...row, orgId: scope.orgId } })))

/** Delegations from or to somebody that have not run out at a moment, the one that ends first at the top. */
export const listDelegations = (
  scope: OrgScope,
  of: { fromId?: string; toId?: string; at: Date; begun?: boolean },
): Promise<StoredDelegation[]> =>
  withOrg(scope, async (tx) => {
    const { fromId, toId, at, begun } = of
    const who = fromId !== undefined && toId !== undefined ? { OR: [{ fromId }, { toId }] } : { fromId, toId }
    const where = {
      orgId: scope.orgId,
      endedAt: null,
      endsAt: { gt: at },
      ...who,
      ...(begun && { startsAt: { lte: at } }),
    }
    return (await tx.accessDelegation.findMany({ where, orderBy: [{ endsAt: 'asc' }, { id: 'asc' }] })).map(
      toDelegation,
    )
  })

/** Ends one's own delegation; false where there is none that runs. */
export const endDelegation = (scope: OrgScope, id: string, fromId: string, endedAt: Date): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, fromId, endedAt: null }
    return (await tx.accessDelegation.updateMany({ where, data: { endedAt } })).count === 1
  })

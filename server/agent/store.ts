import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import type { Act } from './schema'

/** The queries about agents and what they did. */

type Row = Prisma.AgentGetPayload<object>
export type StoredAgent = Omit<Row, 'orgId' | 'state'> & { state: 'active' | 'stopped' | 'removed' }
const toAgent = ({ orgId: _, state, ...row }: Row): StoredAgent => ({ ...row, state: state as StoredAgent['state'] })

export const insert = (scope: OrgScope, agent: StoredAgent): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const never = { minute: new Date(0), calls: 0, day: new Date(0), rows: 0 }
    await tx.agent.create({ data: { orgId, ...agent } })
    await tx.agentUse.create({ data: { orgId, agentId: agent.id, ...never } })
  })

export const find = (scope: OrgScope, id: string): Promise<StoredAgent | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.agent.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    return row && toAgent(row)
  })

/** Those that were not removed, by name; of one sponsor, or of all. */
export const list = (scope: OrgScope, of: { sponsorId?: string }): Promise<StoredAgent[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, state: { not: 'removed' }, ...of }
    return (await tx.agent.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }] })).map(toAgent)
  })

/** Those that were removed: what they held ends. */
export const listRemoved = (scope: OrgScope): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, state: 'removed' }
    return (await tx.agent.findMany({ where, select: { id: true } })).map(({ id }) => id)
  })

/** The names of agents there are or were: of these, or of all. */
export const names = (scope: OrgScope, ids?: string[]): Promise<{ id: string; name: string }[]> =>
  withOrg(scope, (tx) => {
    const where = { orgId: scope.orgId, ...(ids && { id: { in: ids } }) }
    return tx.agent.findMany({ where, select: { id: true, name: true } })
  })

/** The agents under each purpose that has any, removed ones left out. */
export const countByPurpose = (scope: OrgScope): Promise<{ purpose: string; agents: number }[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, state: { not: 'removed' } }
    const found = await tx.agent.groupBy({ by: ['purpose'], where, _count: true })
    return found.map(({ purpose, _count }) => ({ purpose, agents: _count }))
  })

export const update = (scope: OrgScope, id: string, data: Partial<Omit<StoredAgent, 'id'>>): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.agent.updateMany({ where: { orgId: scope.orgId, id }, data })))

export type NewAct = Omit<Act, 'at' | 'times'> & { agentId: string; at: Date; mergeKey?: string }

/** Keeps what an agent did; with a merge key, the same again only raises the count of the line that is there. */
export const insertAct = (scope: OrgScope, { mergeKey, ...act }: NewAct): Promise<void> =>
  withOrg(scope, async (tx) => {
    const data = { orgId: scope.orgId, ...act, mergeKey }
    if (mergeKey === undefined) await tx.agentAct.create({ data })
    else
      await tx.agentAct.upsert({
        where: { orgId_mergeKey: { orgId: scope.orgId, mergeKey } },
        create: data,
        update: { times: { increment: 1 }, at: act.at },
      })
  })

/** What an agent did, the newest first, from after `cursor`; ids sort by birth. */
export const listActs = (
  scope: OrgScope,
  agentId: string,
  { cursor, limit, outcome }: { cursor?: string; limit: number; outcome?: Act['outcome'] },
): Promise<Act[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, agentId, outcome, ...(cursor && { id: { lt: cursor } }) }
    const rows = await tx.agentAct.findMany({ where, orderBy: { id: 'desc' }, take: limit })
    return rows.map(({ orgId: _, agentId: __, mergeKey: ___, at, outcome: how, rows: read, ...row }) => ({
      ...row,
      at: at.toISOString(),
      outcome: how as Act['outcome'],
      rows: read === null ? null : Number(read),
    }))
  })

export const deleteActs = (scope: OrgScope, before: Date): Promise<number> =>
  withOrg(
    scope,
    async (tx) => (await tx.agentAct.deleteMany({ where: { orgId: scope.orgId, at: { lt: before } } })).count,
  )

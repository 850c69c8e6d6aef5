import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { AccessGrant, Findings, GrantState } from './schema'
import { addGrantEvent, type Moment, type StoredGrant } from './store'

/** Every query about how a grant comes into its source and out of it. */

type Facts = {
  failedStage?: GrantState | null
  problem?: string | null
  script?: string | null
  mark?: string | null
  provenAt?: Date
  findings?: Findings
}

/** Notes facts of a grant; with `to`, it moves there too, unless somebody has moved it meanwhile: then false, and nothing is noted. */
export const noteDelivery = (
  scope: OrgScope,
  grant: Pick<StoredGrant, 'id' | 'state'>,
  facts: Facts,
  to?: Moment & { state: GrantState },
): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const { findings, ...plain } = facts
    const data = {
      ...plain,
      ...(findings && { findings: findings as Prisma.InputJsonValue }),
      ...(to && { state: to.state }),
    }
    const where = { orgId: scope.orgId, id: grant.id, state: grant.state }
    const { count } = await tx.grant.updateMany({ where, data })
    if (count === 1 && to) await addGrantEvent(scope, tx, grant.id, to)
    return count === 1
  })

/** Writes since when a grant is closed in its source, or that it is open again (null); false where that was written before. */
export const markSuspended = (scope: OrgScope, id: string, suspendedAt: Date | null): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const before = suspendedAt ? null : { not: null }
    const where = { orgId: scope.orgId, id, endedAs: null, suspendedAt: before }
    return (await tx.grant.updateMany({ where, data: { suspendedAt } })).count === 1
  })

export type Round = { occasion: AccessGrant['proofs'][number]['occasion']; at: Date }
export type StoredProof = Pick<AccessGrant['proofs'][number], 'kind' | 'statement' | 'outcome' | 'ok'>

/** Rounds of a watch that are kept; what gave a grant, repaired it or ended it is kept for good. */
const watchedRounds = 5

export const insertProofs = (scope: OrgScope, grantId: string, round: Round, proofs: StoredProof[]): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const name = newId('proof')
    await tx.grantProof.createMany({
      data: proofs.map(({ kind, statement, outcome, ok }, place) => {
        const said = { statement: statement.slice(0, 2_000), outcome: outcome.slice(0, 500) }
        return { orgId, id: newId('proof'), grantId, round: name, ...round, kind, ...said, ok, place }
      }),
    })
    const kept = await tx.grantProof.findMany({
      where: { orgId, grantId, occasion: 'watched', place: 0 },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: watchedRounds,
      select: { round: true },
    })
    const rounds = kept.map((one) => one.round)
    await tx.grantProof.deleteMany({ where: { orgId, grantId, occasion: 'watched', round: { notIn: rounds } } })
  })

/** The proofs of some grants, the newest round first; `newest`: that one only. */
export const listProofs = (scope: OrgScope, grantIds: string[], { newest = false } = {}) =>
  withOrg(scope, async (tx) => {
    const found = new Map<string, AccessGrant['proofs']>()
    if (grantIds.length === 0) return found
    const rows = await tx.grantProof.findMany({
      where: { orgId: scope.orgId, grantId: { in: grantIds } },
      orderBy: [{ at: 'desc' }, { round: 'desc' }, { place: 'asc' }],
    })
    const first = new Map<string, string>()
    for (const row of rows) {
      if (!first.has(row.grantId)) first.set(row.grantId, row.round)
      if (newest && first.get(row.grantId) !== row.round) continue
      const { at, kind, statement, outcome, ok, occasion } = row
      const proof = { at: at.toISOString(), kind, statement, outcome, ok, occasion } as AccessGrant['proofs'][number]
      found.set(row.grantId, [...(found.get(row.grantId) ?? []), proof])
    }
    return found
  })

/** Ids of the grants of one connection, or of all, that stand in a source or are on their way in or out. */
export const listInSources = (
  scope: OrgScope,
  filter: { connectionId?: string; principalId?: string; productId?: string; take: number },
): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const { take, ...of } = filter
    const rows = await tx.grant.findMany({
      where: { orgId: scope.orgId, delivery: 'source', state: { not: 'ended' }, ...of },
      orderBy: [{ provenAt: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }],
      take,
      select: { id: true },
    })
    return rows.map(({ id }) => id)
  })

import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { beyond, type Place } from '@/server/platform/place'
import { overState } from './grant-life'
import {
  coveredObjects,
  type Delivery,
  deliveries,
  type Ending,
  type Findings,
  findings,
  type GrantState,
  type HolderType,
  liveStates,
  openStates,
} from './schema'

type GrantRow = Awaited<ReturnType<Tx['grant']['findMany']>>[number]
export type Moment = { at: Date; state: string; by: string; note: string | null }
export type GrantAlone = Omit<
  GrantRow,
  'state' | 'principalType' | 'failedStage' | 'endedAs' | 'objects' | 'delivery' | 'findings' | 'orgId' | 'liveKey'
> & {
  state: GrantState
  principalType: HolderType
  failedStage: GrantState | null
  delivery: Delivery
  findings: Findings
  endedAs: Ending | null
  objects: { name: string; columns: string[] }[]
}
export type StoredGrant = GrantAlone & { events: Moment[] }

const history = { events: { orderBy: [{ at: 'asc' as const }, { id: 'asc' as const }] } }
const toGrant = <R extends GrantRow>({ orgId: _, liveKey: __, ...row }: R) => ({
  ...row,
  state: row.state as GrantState,
  principalType: row.principalType as HolderType,
  failedStage: row.failedStage as GrantState | null,
  delivery: row.delivery as Delivery,
  findings: findings.parse(row.findings),
  endedAs: row.endedAs as Ending | null,
  objects: coveredObjects.parse(row.objects),
})

export const findGrant = (scope: OrgScope, id: string): Promise<StoredGrant | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.grant.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } }, include: history })
    return row && toGrant(row)
  })

const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const columns = Prisma.raw(
  Object.values(Prisma.GrantScalarFieldEnum)
    .map((field) => `${snake(field)} as "${field}"`)
    .join(', '),
)

/** A grant without its history, for whoever reads by it. This and the next stand before every read. */
export const findGrantAlone = (scope: OrgScope, id: string): Promise<GrantAlone | null> =>
  withOrg(scope, async (tx) => {
    const [row] = await tx.$queryRaw<
      GrantRow[]
    >`select ${columns} from "grant" where org_id = ${scope.orgId} and id = ${id}`
    return row ? toGrant(row) : null
  })

/** Grants without their history, held by any of these, alive at a moment by the clock and not by the label; newest first. */
export const listHeld = (
  scope: OrgScope,
  ask: { holderIds: string[]; productIds?: string[]; at: Date; take: number },
): Promise<GrantAlone[]> =>
  readOrg(scope, async (sql) => {
    const within = ask.productIds ? Prisma.sql`and product_id = any(${ask.productIds})` : Prisma.empty
    const rows = await sql<GrantRow>`select ${columns} from "grant"
      where org_id = ${scope.orgId} and principal_id = any(${ask.holderIds}) ${within}
        and state = any(${[...liveStates]}) and asleep_since is null and ends_at > ${ask.at}
      order by starts_at desc, id desc limit ${ask.take}`
    return rows.map(toGrant)
  })

export const findLive = (scope: OrgScope, liveKey: string): Promise<StoredGrant | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.grant.findUnique({
      where: { orgId_liveKey: { orgId: scope.orgId, liveKey } },
      include: history,
    })
    return row && toGrant(row)
  })

export type GrantFilter = {
  /** Held by any of these. */
  holderIds?: string[]
  /** Grants in these domains, or held by these; unset: all. */
  seenBy?: { domainIds: string[]; holderIds: string[] }
  /** Alive at this moment, by the clock and not by the label. */
  liveAt?: Date
  productIds?: string[]
  domainIds?: string[]
  /** In force at some time between these. */
  between?: { from: Date; to: Date }
  /** Ending at this moment at the latest. */
  endsBy?: Date
  /** Whose holders were not told yet that it ends. */
  unwarned?: boolean
  /** Alive at this moment, or not proven yet to be given or gone in its source. */
  openAt?: Date
  /** Labelled alive though past its end at this moment. */
  dueAt?: Date
  /** Not ended, though under none of these purposes, or of one of these agents. */
  void?: { purposes: string[]; agents: string[] }
  /** Restored, not confirmed yet, and not past its end at this moment. */
  asleepAt?: Date
}

type Page = { after: Place; take: number; ending?: boolean }

const matching = (filter: GrantFilter, after: Place): Prisma.GrantWhereInput => ({
  AND: [
    filter.holderIds ? { principalId: { in: filter.holderIds } } : {},
    filter.seenBy
      ? { OR: [{ domainId: { in: filter.seenBy.domainIds } }, { principalId: { in: filter.seenBy.holderIds } }] }
      : {},
    filter.domainIds ? { domainId: { in: filter.domainIds } } : {},
    filter.between
      ? {
          startsAt: { lte: filter.between.to },
          endsAt: { gte: filter.between.from },
          OR: [{ endedAt: null }, { endedAt: { gte: filter.between.from } }],
        }
      : {},
    filter.endsBy ? { endsAt: { lte: filter.endsBy } } : {},
    filter.unwarned ? { warnedAt: null } : {},
    filter.productIds ? { productId: { in: filter.productIds } } : {},
    filter.liveAt ? { state: { in: [...liveStates] }, asleepSince: null, endsAt: { gt: filter.liveAt } } : {},
    filter.openAt ? { state: { not: 'ended' }, OR: [{ delivery: 'source' }, { endsAt: { gt: filter.openAt } }] } : {},
    filter.asleepAt ? { ...alive, asleepSince: { not: null }, endsAt: { gt: filter.asleepAt } } : {},
    filter.void
      ? { ...alive, OR: [{ purpose: { notIn: filter.void.purposes } }, { principalId: { in: filter.void.agents } }] }
      : {},
    filter.dueAt ? { ...alive, endsAt: { lte: filter.dueAt } } : {},
    after ? beyond('startsAt', after) : {},
  ],
})
const newestFirst = [{ startsAt: 'desc' as const }, { id: 'desc' as const }]
const endingFirst = [{ endsAt: 'asc' as const }, { id: 'asc' as const }]

export const listGrants = (scope: OrgScope, filter: GrantFilter, page: Page): Promise<StoredGrant[]> =>
  withOrg(scope, async (tx) => {
    const where = matching(filter, page.after)
    const orderBy = page.ending ? endingFirst : newestFirst
    return (await tx.grant.findMany({ where, orderBy, take: page.take, include: history })).map(toGrant)
  })

export const insertGrant = (scope: OrgScope, row: Omit<StoredGrant, 'events'>, liveKey: string, moments: Moment[]) =>
  withOrg(scope, async (tx) => {
    await tx.grant.create({ data: { ...row, orgId: scope.orgId, liveKey } })
    for (const moment of moments) await addGrantEvent(scope, tx, row.id, moment)
  })

/** Remembers that its holders were told of its end; false where they were already. */
export const markWarned = (scope: OrgScope, id: string, warnedAt: Date): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, warnedAt: null }
    return (await tx.grant.updateMany({ where, data: { warnedAt } })).count === 1
  })

/** Ends a grant's right, if nobody was faster; what stands in a source then has to be taken back. */
export const endGrant = (scope: OrgScope, id: string, end: { as: Ending; at: Date; by: string; note: string | null }) =>
  withOrg(scope, async (tx) => {
    const { as, at, by, note } = end
    const data = {
      endedAs: as,
      endedAt: at,
      endedBy: by,
      endNote: note,
      liveKey: null,
      failedStage: null,
      problem: null,
    }
    for (const delivery of deliveries) {
      const state = overState(delivery)
      const where = { orgId: scope.orgId, id, ...alive, delivery }
      const { count } = await tx.grant.updateMany({ where, data: { ...data, state } })
      if (count === 0) continue
      await addGrantEvent(scope, tx, id, { at, state: `${state}: ${as}`, by, note })
      return true
    }
    return false
  })

/** Its right is not over, whatever the clock says. */
const alive = { endedAs: null }

/** Puts every grant that has not ended to sleep; answers how many. */
export const sleepGrants = (scope: OrgScope, at: Date): Promise<number> =>
  withOrg(scope, async (tx) => (await tx.grant.updateMany({ where: alive, data: { asleepSince: at } })).count)

export const countAsleep = (scope: OrgScope, at: Date): Promise<{ grants: number; since: Date | null }> =>
  withOrg(scope, async (tx) => {
    const where = { ...alive, asleepSince: { not: null }, endsAt: { gt: at } }
    const found = await tx.grant.aggregate({ where, _count: true, _max: { asleepSince: true } })
    return { grants: found._count, since: found._max.asleepSince }
  })

export const wakeGrants = (scope: OrgScope): Promise<number> =>
  withOrg(scope, async (tx) => {
    const where = { ...alive, asleepSince: { not: null } }
    return (await tx.grant.updateMany({ where, data: { asleepSince: null } })).count
  })

export const addGrantEvent = (scope: OrgScope, tx: Tx, grantId: string, { at, state, by, note }: Moment) =>
  tx.grantEvent.create({ data: { orgId: scope.orgId, id: newId('event'), grantId, at, state, by, note } })

export const countByPurpose = (scope: OrgScope, at: Date) =>
  withOrg(scope, async (tx) => {
    const by = ['purpose' as const]
    const live = { orgId: scope.orgId, state: { in: [...liveStates] }, endsAt: { gt: at } }
    const grants = await tx.grant.groupBy({ by, where: live, _count: true })
    const requests = await tx.accessRequest.groupBy({
      by,
      where: { orgId: scope.orgId, state: { in: [...openStates] } },
      _count: true,
    })
    const of = (list: { purpose: string; _count: number }[], slug: string) =>
      list.find(({ purpose }) => purpose === slug)?._count ?? 0
    const slugs = [...new Set([...grants, ...requests].map(({ purpose }) => purpose))].sort()
    return slugs.map((slug) => ({ slug, grants: of(grants, slug), requests: of(requests, slug) }))
  })

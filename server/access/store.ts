import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { coveredObjects, type Ending, type GrantState, type RequestState } from './schema'

type RequestRow = Awaited<ReturnType<Tx['accessRequest']['findMany']>>[number]
type GrantRow = Awaited<ReturnType<Tx['grant']['findMany']>>[number]
export type Moment = { at: Date; state: string; by: string; note: string | null }
export type StoredRequest = Omit<RequestRow, 'state' | 'orgId' | 'openKey'> & { state: RequestState; events: Moment[] }
export type GrantAlone = Omit<GrantRow, 'state' | 'endedAs' | 'objects' | 'orgId' | 'liveKey'> & {
  state: GrantState
  endedAs: Ending | null
  objects: { name: string; columns: string[] }[]
}
export type StoredGrant = GrantAlone & { events: Moment[] }
/** Where a page begins: after this one. */
export type Place = { at: Date; id: string } | null

const history = { events: { orderBy: [{ at: 'asc' as const }, { id: 'asc' as const }] } }
const toRequest = ({ orgId: _, openKey: __, ...row }: RequestRow & { events: Moment[] }): StoredRequest => ({
  ...row,
  state: row.state as RequestState,
})
const toGrant = <R extends GrantRow>({ orgId: _, liveKey: __, ...row }: R) => ({
  ...row,
  state: row.state as GrantState,
  endedAs: row.endedAs as Ending | null,
  objects: coveredObjects.parse(row.objects),
})

export const findRequest = (scope: OrgScope, id: string): Promise<StoredRequest | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.accessRequest.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } }, include: history })
    return row && toRequest(row)
  })

/** Its state alone, for whoever waits for a decision. */
export const stateOfRequest = (scope: OrgScope, id: string): Promise<string | null> =>
  withOrg(scope, async (tx) => {
    const where = { orgId_id: { orgId: scope.orgId, id } }
    return (await tx.accessRequest.findUnique({ where, select: { state: true } }))?.state ?? null
  })

export type RequestFilter = {
  principalId?: string
  notPrincipalId?: string
  /** Requests in these domains, or of this principal; unset: all. */
  seenBy?: { domainIds: string[]; principalId: string }
  domainIds?: string[]
  states?: RequestState[]
  productIds?: string[]
}

/** The newest first; of those that wait, the oldest. */
export const listRequests = (
  scope: OrgScope,
  filter: RequestFilter,
  page: { after: Place; take: number; oldest?: boolean },
) =>
  withOrg(scope, async (tx) => {
    const { after, take, oldest } = page
    const where: Prisma.AccessRequestWhereInput = {
      AND: [
        { principalId: filter.principalId },
        filter.notPrincipalId ? { principalId: { not: filter.notPrincipalId } } : {},
        filter.seenBy
          ? { OR: [{ domainId: { in: filter.seenBy.domainIds } }, { principalId: filter.seenBy.principalId }] }
          : {},
        filter.domainIds ? { domainId: { in: filter.domainIds } } : {},
        filter.states ? { state: { in: filter.states } } : {},
        filter.productIds ? { productId: { in: filter.productIds } } : {},
        after ? beyond('createdAt', after, oldest) : {},
      ],
    }
    const direction = oldest ? ('asc' as const) : ('desc' as const)
    const orderBy = [{ createdAt: direction }, { id: direction }]
    const rows = await tx.accessRequest.findMany({ where, orderBy, take, include: history })
    return rows.map(toRequest)
  })

function beyond(key: 'createdAt' | 'startsAt', { at, id }: NonNullable<Place>, oldest = false) {
  return oldest
    ? { OR: [{ [key]: { gt: at } }, { [key]: at, id: { gt: id } }] }
    : { OR: [{ [key]: { lt: at } }, { [key]: at, id: { lt: id } }] }
}

export const countRequests = (scope: OrgScope, filter: { domainIds: string[]; notPrincipalId: string }) =>
  withOrg(scope, (tx) =>
    tx.accessRequest.count({
      where: { state: 'submitted', domainId: { in: filter.domainIds }, principalId: { not: filter.notPrincipalId } },
    }),
  )

/** False where the same is asked for already and undecided. */
export const insertRequest = (scope: OrgScope, row: Omit<StoredRequest, 'events'>, openKey: string): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const data = { ...row, orgId: scope.orgId, openKey }
    const { count } = await tx.accessRequest.createMany({ data: [data], skipDuplicates: true })
    if (count === 0) return false
    await addRequestEvent(scope, tx, row.id, {
      at: row.createdAt,
      state: row.state,
      by: row.principalId,
      note: row.reason,
    })
    return true
  })

/** Ends an undecided request, if nobody was faster. */
export const decideRequest = (
  scope: OrgScope,
  id: string,
  by: Moment & { state: RequestState; grantId: string | null },
): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const { count } = await tx.accessRequest.updateMany({
      where: { orgId: scope.orgId, id, state: 'submitted' },
      data: { state: by.state, decidedAt: by.at, decidedBy: by.by, note: by.note, grantId: by.grantId, openKey: null },
    })
    if (count === 1) await addRequestEvent(scope, tx, id, by)
    return count === 1
  })

const addRequestEvent = (scope: OrgScope, tx: Tx, requestId: string, { at, state, by, note }: Moment) =>
  tx.accessRequestEvent.create({ data: { orgId: scope.orgId, id: newId('event'), requestId, at, state, by, note } })

export const findGrant = (scope: OrgScope, id: string): Promise<StoredGrant | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.grant.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } }, include: history })
    return row && toGrant(row)
  })

/** A grant without its history, for whoever reads by it. */
export const findGrantAlone = (scope: OrgScope, id: string): Promise<GrantAlone | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.grant.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    return row && toGrant(row)
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
  principalId?: string
  seenBy?: { domainIds: string[]; principalId: string }
  /** Alive at this moment, by the clock and not by the label. */
  liveAt?: Date
  productIds?: string[]
  /** Labelled alive though past its end at this moment. */
  dueAt?: Date
  /** Restored, not confirmed yet, and not past its end at this moment. */
  asleepAt?: Date
}

type Page = { after: Place; take: number }

const matching = (filter: GrantFilter, after: Place): Prisma.GrantWhereInput => ({
  AND: [
    { principalId: filter.principalId },
    filter.seenBy
      ? { OR: [{ domainId: { in: filter.seenBy.domainIds } }, { principalId: filter.seenBy.principalId }] }
      : {},
    filter.productIds ? { productId: { in: filter.productIds } } : {},
    filter.liveAt ? { state: 'active', asleepSince: null, endsAt: { gt: filter.liveAt } } : {},
    filter.asleepAt ? { ...alive, asleepSince: { not: null }, endsAt: { gt: filter.asleepAt } } : {},
    filter.dueAt ? { state: { not: 'ended' }, endsAt: { lte: filter.dueAt } } : {},
    after ? beyond('startsAt', after) : {},
  ],
})
const newestFirst = [{ startsAt: 'desc' as const }, { id: 'desc' as const }]

export const listGrants = (scope: OrgScope, filter: GrantFilter, { after, take }: Page): Promise<StoredGrant[]> =>
  withOrg(scope, async (tx) => {
    const where = matching(filter, after)
    return (await tx.grant.findMany({ where, orderBy: newestFirst, take, include: history })).map(toGrant)
  })

/** The same without their history, for whoever reads by them. */
export const listGrantsAlone = (scope: OrgScope, filter: GrantFilter, { after, take }: Page): Promise<GrantAlone[]> =>
  withOrg(scope, async (tx) => {
    const where = matching(filter, after)
    return (await tx.grant.findMany({ where, orderBy: newestFirst, take })).map(toGrant)
  })

export const insertGrant = (scope: OrgScope, row: Omit<StoredGrant, 'events'>, liveKey: string, moments: Moment[]) =>
  withOrg(scope, async (tx) => {
    await tx.grant.create({ data: { ...row, orgId: scope.orgId, liveKey } })
    for (const moment of moments) await addGrantEvent(scope, tx, row.id, moment)
  })

/** Ends a grant, if nobody was faster. */
export const endGrant = (scope: OrgScope, id: string, end: { as: Ending; at: Date; by: string; note: string | null }) =>
  withOrg(scope, async (tx) => {
    const { count } = await tx.grant.updateMany({
      where: { orgId: scope.orgId, id, state: { not: 'ended' } },
      data: { state: 'ended', endedAs: end.as, endedAt: end.at, endedBy: end.by, endNote: end.note, liveKey: null },
    })
    if (count === 1)
      await addGrantEvent(scope, tx, id, { at: end.at, state: `ended: ${end.as}`, by: end.by, note: end.note })
    return count === 1
  })

const alive = { state: { not: 'ended' } }

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

const addGrantEvent = (scope: OrgScope, tx: Tx, grantId: string, { at, state, by, note }: Moment) =>
  tx.grantEvent.create({ data: { orgId: scope.orgId, id: newId('event'), grantId, at, state, by, note } })

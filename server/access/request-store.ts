import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { beyond, type Place } from '@/server/platform/place'
import type { Wanted } from './narrow'
import type { Pace } from './request-times'
import type { Delivery, HolderType, RequestState } from './schema'
import type { Step } from './step-plan'
import type { Moment } from './store'

type Row = Awaited<ReturnType<Tx['accessRequest']['findMany']>>[number]
type StepRow = Awaited<ReturnType<Tx['accessRequestStep']['findMany']>>[number]
export type StoredStep = Step & { id: string }
export type StoredRequest = Omit<
  Row,
  'state' | 'delivery' | 'orgId' | 'openKey' | 'holderType' | 'terms' | 'verdict' | 'pace'
> & {
  state: RequestState
  delivery: Delivery
  holderType: HolderType
  /** What deciders narrowed it to; null: nothing yet. */
  terms: Wanted | null
  /** How long it waits for what, in hours; null: as Stoa comes. */
  pace: Pace | null
  verdict: 'justified' | 'not_justified' | null
  events: Moment[]
  steps: StoredStep[]
}

const whole = {
  events: { orderBy: [{ at: 'asc' as const }, { id: 'asc' as const }] },
  steps: { orderBy: { position: 'asc' as const } },
}
const toStep = ({ orgId: _, requestId: __, ...row }: StepRow): StoredStep => ({
  ...row,
  role: row.role as Step['role'],
  state: row.state as Step['state'],
  climbedTo: row.climbedTo as Step['climbedTo'],
})
const toRequest = ({
  orgId: _,
  openKey: __,
  steps,
  ...row
}: Row & { events: Moment[]; steps: StepRow[] }): StoredRequest => ({
  ...row,
  state: row.state as RequestState,
  delivery: row.delivery as Delivery,
  holderType: row.holderType as HolderType,
  terms: row.terms as unknown as Wanted | null,
  pace: row.pace as unknown as Pace | null,
  verdict: row.verdict as StoredRequest['verdict'],
  steps: steps.map(toStep),
})

export const findRequest = (scope: OrgScope, id: string): Promise<StoredRequest | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.accessRequest.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } }, include: whole })
    return row && toRequest(row)
  })

/** The request as it stands, held until the transaction ends: of several who would move it, one does so at a time. */
export const lockRequest = (scope: OrgScope, id: string): Promise<StoredRequest | null> =>
  withOrg(scope, async (tx) => {
    await tx.$executeRaw`select 1 from access_request where org_id = ${scope.orgId} and id = ${id} for update`
    return findRequest(scope, id)
  })

/** Holds every emergency of somebody until the transaction ends, and tells whether one of theirs waits for its review. */
export const lockEmergencies = (scope: OrgScope, principalId: string): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`emergency ${scope.orgId} ${principalId}`}))`
    const where = { orgId: scope.orgId, principalId, breakGlass: true, reviewedAt: null }
    return (await tx.accessRequest.count({ where })) > 0
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
  port?: string
  ids?: string[]
  /** Made or decided between these. */
  between?: { from: Date; to: Date }
  /** Taken in an emergency and not reviewed. */
  unreviewed?: boolean
}

const whereOf = (filter: RequestFilter): Prisma.AccessRequestWhereInput => ({
  AND: [
    { principalId: filter.principalId, port: filter.port },
    filter.notPrincipalId ? { principalId: { not: filter.notPrincipalId } } : {},
    // A draft is nobody's business but its author's.
    filter.principalId ? {} : { state: { not: 'draft' } },
    filter.seenBy
      ? { OR: [{ domainId: { in: filter.seenBy.domainIds } }, { principalId: filter.seenBy.principalId }] }
      : {},
    filter.domainIds ? { domainId: { in: filter.domainIds } } : {},
    filter.states ? { state: { in: filter.states } } : {},
    filter.productIds ? { productId: { in: filter.productIds } } : {},
    filter.ids ? { id: { in: filter.ids } } : {},
    filter.between
      ? {
          OR: ['createdAt', 'decidedAt'].map((key) => ({
            [key]: { gte: filter.between?.from, lte: filter.between?.to },
          })),
        }
      : {},
    filter.unreviewed ? { breakGlass: true, reviewedAt: null } : {},
  ],
})

/** The newest first; of those that wait, the oldest. */
export const listRequests = (
  scope: OrgScope,
  filter: RequestFilter,
  page: { after: Place; take: number; oldest?: boolean },
) =>
  withOrg(scope, async (tx) => {
    const { after, take, oldest } = page
    const where = { AND: [whereOf(filter), after ? beyond('createdAt', after, oldest) : {}] }
    const direction = oldest ? ('asc' as const) : ('desc' as const)
    const orderBy = [{ createdAt: direction }, { id: direction }]
    const rows = await tx.accessRequest.findMany({ where, orderBy, take, include: whole })
    return rows.map(toRequest)
  })

/** What policy is asked about each of them, and what there is to say of it in a line; the newest first. */
export const listRequestFacts = (scope: OrgScope, filter: RequestFilter, take?: number) =>
  withOrg(scope, async (tx) => {
    const asked = { productId: true, port: true, purpose: true, createdAt: true }
    const select = { id: true, state: true, domainId: true, principalId: true, ...asked }
    const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
    const rows = await tx.accessRequest.findMany({ where: whereOf(filter), select, orderBy, take })
    return rows.map(({ state, ...row }) => ({ ...row, state: state as RequestState }))
  })

/** What somebody has asked for of these products, in these states; the newest first. */
export const listAsked = (
  scope: OrgScope,
  ask: { principalId: string; productIds: string[]; states: readonly RequestState[]; take: number },
): Promise<Pick<StoredRequest, 'id' | 'productId' | 'port' | 'purpose' | 'createdAt'>[]> =>
  readOrg(
    scope,
    (sql) => sql`select id, product_id as "productId", port, purpose, created_at as "createdAt" from access_request
      where org_id = ${scope.orgId} and principal_id = ${ask.principalId} and product_id = any(${ask.productIds})
        and state = any(${[...ask.states]})
      order by created_at desc, id desc limit ${ask.take}`,
  )

/** Ids of requests whose time has come at this moment, the longest due first. */
export const listDueRequests = (scope: OrgScope, at: Date, take: number): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, dueAt: { lte: at } }
    const rows = await tx.accessRequest.findMany({ where, orderBy: { dueAt: 'asc' }, take, select: { id: true } })
    return rows.map(({ id }) => id)
  })

const dataOf = ({ terms, pace, ...row }: Partial<Omit<StoredRequest, 'events' | 'steps'>>) => ({
  ...row,
  ...(terms !== undefined && { terms: terms === null ? Prisma.DbNull : { ...terms } }),
  ...(pace && { pace: { ...pace } }),
})

/** False where the same is asked for already and undecided. */
export const insertRequest = (
  scope: OrgScope,
  row: Omit<StoredRequest, 'events' | 'steps'>,
  openKey: string | null,
  steps: readonly Step[],
): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const data = { ...dataOf(row), orgId: scope.orgId, openKey } as Prisma.AccessRequestCreateManyInput
    const { count } = await tx.accessRequest.createMany({ data: [data], skipDuplicates: true })
    if (count === 0) return false
    await insertSteps(scope, row.id, steps)
    await addMoment(scope, row.id, { at: row.createdAt, state: row.state, by: row.principalId, note: row.reason })
    return true
  })

export const insertSteps = (scope: OrgScope, requestId: string, steps: readonly Step[]): Promise<void> =>
  withOrg(scope, async (tx) => {
    const data = steps.map((step) => ({ ...step, orgId: scope.orgId, id: newId('step'), requestId }))
    await tx.accessRequestStep.createMany({ data })
  })

/** True where the same is asked for already and undecided, by another request. */
export const isAskedFor = (scope: OrgScope, openKey: string): Promise<boolean> =>
  withOrg(scope, async (tx) => (await tx.accessRequest.count({ where: { orgId: scope.orgId, openKey } })) > 0)

/** Changes a request that is held, and leaves a line in its history where there is one to leave. */
export const updateRequest = (
  scope: OrgScope,
  id: string,
  change: Partial<Omit<StoredRequest, 'events' | 'steps'>> & { openKey?: string | null },
  moment?: Moment,
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { openKey, ...row } = change
    const data = { ...dataOf(row), ...(openKey !== undefined && { openKey }) }
    await tx.accessRequest.update({ where: { orgId_id: { orgId: scope.orgId, id } }, data })
    if (moment) await addMoment(scope, id, moment)
  })

export const updateStep = (scope: OrgScope, id: string, data: Partial<Step>): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.accessRequestStep.update({ where: { orgId_id: { orgId: scope.orgId, id } }, data })
  })

/** What still waited has nothing left to decide. */
export const skipSteps = (scope: OrgScope, requestId: string): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, requestId, state: 'waiting' }
    await tx.accessRequestStep.updateMany({ where, data: { state: 'skipped' } })
  })

const addMoment = (scope: OrgScope, requestId: string, { at, state, by, note }: Moment): Promise<void> =>
  withOrg(scope, async (tx) => {
    const data = { orgId: scope.orgId, id: newId('event'), requestId, at, state, by, note }
    await tx.accessRequestEvent.create({ data })
  })

/** The newest decisions there are of a domain's or a port's requests: how each ended, and what was asked. */
export const listDecided = (
  scope: OrgScope,
  of: { domainId?: string; productId?: string; port?: string; notId?: string },
  take: number,
) =>
  withOrg(scope, async (tx) => {
    const { notId, ...place } = of
    const states = ['approved', 'rejected', 'withdrawn', 'timed_out']
    const where = { orgId: scope.orgId, ...place, breakGlass: false, state: { in: states }, id: { not: notId } }
    const rows = await tx.accessRequest.findMany({ where, orderBy: { decidedAt: 'desc' }, take, include: whole })
    return rows.map(toRequest)
  })

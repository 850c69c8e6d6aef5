import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import type { AddedAsk } from './added-schema'
import type { Adjustment, AdjustmentKind, ExpectationKind, Verdict } from './schema'
import type { Stand } from './verdict'

/** What was done about incidents, and what is measured of it. */

/** What an expectation asked before it was given a new baseline. */
export type WasAsked = { id: string; ask: AddedAsk; learnsFrom: string | null }
type Row = Awaited<ReturnType<Tx['adjustment']['findMany']>>[number]
export type StoredAdjustment = Omit<Row, 'orgId' | 'kind' | 'verdict' | 'outcome' | 'before'> & {
  kind: AdjustmentKind
  verdict: Verdict
  /** With the version whose pointers were moved, and what was asked before, which nobody outside needs. */
  outcome: Adjustment['outcome'] & { versionId?: string; asks?: WasAsked[] }
  before: (Stand & { id: string })[]
}
const toAdjustment = ({ orgId: _, ...row }: Row) => row as unknown as StoredAdjustment

export const insertAdjustment = (scope: OrgScope, row: StoredAdjustment): Promise<void> =>
  withOrg(scope, async (tx) => {
    const json = { outcome: row.outcome as Prisma.InputJsonValue, before: row.before as Prisma.InputJsonValue }
    await tx.adjustment.create({ data: { ...row, ...json, orgId: scope.orgId } })
  })

type Change = Partial<Pick<Row, 'undoneAt' | 'undoneBy' | 'verdict' | 'verdictAt' | 'verdictWhy' | 'measureUntil'>>
export const updateAdjustment = (scope: OrgScope, id: string, data: Change): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.adjustment.updateMany({ where: { orgId: scope.orgId, id }, data })))

export const findAdjustment = (scope: OrgScope, id: string): Promise<StoredAdjustment | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.adjustment.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    return row && toAdjustment(row)
  })

/** What was done about an incident, the newest first. */
export const listAdjustments = (scope: OrgScope, incidentId: string): Promise<StoredAdjustment[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, incidentId }
    return (await tx.adjustment.findMany({ where, orderBy: [{ at: 'desc' }, { id: 'desc' }] })).map(toAdjustment)
  })

/** Of a product, what waits for its verdict. */
export const listPending = (scope: OrgScope, productId: string): Promise<StoredAdjustment[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, productId, verdict: 'pending' }
    return (await tx.adjustment.findMany({ where, orderBy: { at: 'asc' } })).map(toAdjustment)
  })

type Earlier = { id: string; productId: string; title: string; firstSeenAt: Date }
/** Incidents of some products that were there before a moment, and were not over long before it; the newest first. */
export const listEarlier = (
  scope: OrgScope,
  productIds: readonly string[],
  { before, since, take }: { before: Date; since: Date; take: number },
): Promise<Earlier[]> =>
  withOrg(scope, (tx) =>
    tx.incident.findMany({
      where: {
        orgId: scope.orgId,
        productId: { in: [...productIds] },
        firstSeenAt: { lte: before },
        OR: [{ state: { not: 'resolved' } }, { lastSeenAt: { gte: since } }],
      },
      select: { id: true, productId: true, title: true, firstSeenAt: true },
      orderBy: { firstSeenAt: 'desc' },
      take,
    }),
  )

type Standing = { id: string; kind: ExpectationKind; gone: boolean } & { after: Stand | null }
/** Promises by id, and those under an incident now, each with its newest measurement in a span of time. */
export const listStandings = (
  scope: OrgScope,
  of: { ids: readonly string[]; incidentId: string },
  { from, to }: { from: Date; to: Date },
): Promise<Standing[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, OR: [{ id: { in: [...of.ids] } }, { incidentId: of.incidentId }] }
    const newest = { where: { at: { gte: from, lte: to } }, orderBy: { at: 'desc' as const }, take: 1 }
    const rows = await tx.expectation.findMany({ where, include: { measurements: newest } })
    return rows.map(({ id, kind, goneAt, expected, measurements: [last] }) => ({
      id,
      kind: kind as ExpectationKind,
      gone: goneAt !== null,
      after: last ? standOf({ ...last, expected }) : null,
    }))
  })

/** A check that asks for none says so in words alone. */
const standOf = (row: {
  state: string
  value: number | null
  low: number | null
  high: number | null
  expected: string
}) => {
  const { state, value, low, high, expected } = row
  return { state, value, low, high: high ?? (expected === 'must be 0' ? 0 : null) } as Stand
}

/** When a product's ports were paused since a time: each pause from its beginning to its end, or to now. */
export const listPauses = (
  scope: OrgScope,
  { productId, since, at }: { productId: string; since: Date; at: Date },
): Promise<{ port: string; from: Date; to: Date }[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, productId, kind: 'pause' }
    const rows = await tx.adjustment.findMany({ where, select: { port: true, at: true, until: true, undoneAt: true } })
    return rows
      .map((row) => ({ port: row.port, from: row.at, to: row.undoneAt ?? row.until ?? at }))
      .filter(({ to }) => to >= since)
  })

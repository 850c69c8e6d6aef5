import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { Told } from './added'
import { type AddedAsk, addedAsk } from './added-schema'
import type { Severity } from './schema'

/** Expectations that somebody added to a product, and when each is measured. */

type Row = Awaited<ReturnType<Tx['expectation']['findMany']>>[number]
export type Added = Told & {
  id: string
  productId: string
  ask: AddedAsk
  severity: Severity
  schedule: string
  ownerId: string
  authorId: string
  live: boolean
  nextAt: Date | null
  measuredOf: string | null
  learnsFrom: Date | null
}

/** What is kept was strict when it was written; what a newer version added since takes its default. */
const toAdded = (row: Row): Added => ({
  id: row.id,
  productId: row.productId,
  key: row.key,
  port: row.port,
  object: row.object,
  column: row.column,
  kind: row.kind as Added['kind'],
  title: row.title,
  expected: row.expected,
  ask: addedAsk.parse(row.ask),
  severity: row.severity as Severity,
  schedule: row.schedule ?? '',
  ownerId: row.ownerId ?? '',
  authorId: row.authorId ?? '',
  live: row.live,
  nextAt: row.nextAt,
  measuredOf: row.measuredOf,
  learnsFrom: row.learnsFrom,
})

const standing = { source: 'added', goneAt: null } as const

/** Those of a product, in the order in which they were added. */
export const listAdded = (scope: OrgScope, productId: string): Promise<Added[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, productId, ...standing }
    const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
    return (await tx.expectation.findMany({ where, orderBy })).map(toAdded)
  })

/** One of those that are there; null for any other. */
export const findAdded = (scope: OrgScope, id: string): Promise<Added | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.expectation.findFirst({ where: { orgId: scope.orgId, id, ...standing } })
    return row && toAdded(row)
  })

export type NewAdded = Omit<Added, 'id' | 'productId' | 'measuredOf' | 'learnsFrom'> & { id?: string }

/** Writes one: a new one, the one of that id, or one of the same key that had gone. */
export const putAdded = (scope: OrgScope, productId: string, one: NewAdded, at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { id, ask, ...rest } = one
    const besides = { source: 'added', goneAt: null, measuredOf: null, ...(!one.live && { incidentId: null }) }
    const own = { ...rest, ...besides, ask: ask as Prisma.InputJsonValue }
    const { orgId } = scope
    if (id) {
      await tx.expectation.update({ where: { orgId_id: { orgId, id } }, data: own })
      return
    }
    const made = { ...own, orgId, id: newId('expectation'), productId, createdAt: at }
    const where = { orgId_productId_key: { orgId, productId, key: one.key } }
    await tx.expectation.upsert({ where, create: made, update: own })
  })

/** Takes some away, with the incidents that stand on them; what was measured of them stays. */
export const dropAdded = (scope: OrgScope, ids: readonly string[], at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id: { in: [...ids] }, ...standing }
    await tx.expectation.updateMany({ where, data: { goneAt: at, incidentId: null } })
  })

/** From when on values teach a learnt band. */
export const setLearnsFrom = (scope: OrgScope, id: string, learnsFrom: Date | null): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.expectation.updateMany({ where: { orgId: scope.orgId, id }, data: { learnsFrom } })
  })

/** Notes what was measured, and when the next time comes. */
export const noteMeasured = (
  scope: OrgScope,
  id: string,
  data: { measuredOf: string; nextAt: Date | null },
): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.expectation.updateMany({ where: { orgId: scope.orgId, id }, data })
  })

/** Products of which something that was added is due by its schedule. */
export const listDueProducts = (scope: OrgScope, at: Date): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, ...standing, live: true, nextAt: { lte: at } }
    const rows = await tx.expectation.findMany({ where, distinct: ['productId'], select: { productId: true } })
    return rows.map(({ productId }) => productId)
  })

/** What one was measured at, the oldest first: what a band is learnt from. */
export const listPast = (
  scope: OrgScope,
  { id, since, take }: { id: string; since: Date | null; take: number },
): Promise<{ at: Date; value: number }[]> =>
  withOrg(scope, async (tx) => {
    const where = {
      orgId: scope.orgId,
      expectationId: id,
      value: { not: null },
      state: { not: 'broken' },
      ...(since && { at: { gte: since } }),
    }
    const rows = await tx.measurement.findMany({
      where,
      orderBy: { at: 'desc' },
      take,
      select: { at: true, value: true },
    })
    return rows.reverse().map(({ at, value }) => ({ at, value: value! }))
  })

/** When a person took what an expectation said for a fault: acknowledged it, or resolved it as fixed. */
export const listFaults = (
  scope: OrgScope,
  { id, from, to }: { id: string; from: Date; to: Date },
): Promise<{ from: Date; to: Date | null }[]> =>
  readOrg(scope, async (sql) => {
    // An incident bears its cause's key; what a promise of a contract broke, while it stood under it, is measured as broken then.
    return sql<{ from: Date; to: Date | null }>`
      select i.first_seen_at as "from", i.resolved_at as "to" from incident i join expectation e using (org_id, product_id)
      where i.org_id = ${scope.orgId} and e.id = ${id} and i.first_seen_at <= ${to} and (i.resolved_at is null or i.resolved_at >= ${from})
        and (i.cause_key in ('added ' || e.id, e.key) or i.id = e.incident_id)
        and (i.acknowledged_at is not null or i.resolved_as = 'fixed')`
  })

import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { etagOf } from '@/server/platform/etag'
import type { AdjustmentRule } from './rule-schema'
import type { ExpectationKind, IncidentState } from './schema'

/** What is to be done by itself, and whose time came. */

export type StoredRules = { items: AdjustmentRule[]; etag: string; authorId: string; updatedAt: Date }
/** What nobody wrote yet is known by. */
export const noRules = etagOf([])

export const findRules = (scope: OrgScope, productId: string): Promise<StoredRules | null> =>
  withOrg(scope, async (tx) => {
    const where = { orgId_productId: { orgId: scope.orgId, productId } }
    const row = await tx.adjustmentRules.findUnique({ where })
    return row && { ...row, items: row.items as AdjustmentRule[] }
  })

export const putRules = (
  scope: OrgScope,
  productId: string,
  { items, authorId, updatedAt }: Omit<StoredRules, 'etag'>,
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const data = { items: items as Prisma.InputJsonValue, etag: etagOf(items), authorId, updatedAt }
    const where = { orgId_productId: { orgId, productId } }
    await tx.adjustmentRules.upsert({ where, create: { orgId, productId, ...data }, update: data })
  })

/** An incident as rules look at it: when it opened last, and of each kind in how many looks a promise under it was broken since. */
type Opening = {
  id: string
  state: IncidentState
  untold: boolean
  openedAt: Date
  breaches: Map<ExpectationKind, number>
}
export const listOpenings = (scope: OrgScope, ids: readonly string[]): Promise<Opening[]> =>
  withOrg(scope, async (tx, sql) => {
    const incidents = await tx.incident.findMany({ where: { orgId: scope.orgId, id: { in: [...ids] } } })
    const events = await tx.incidentEvent.findMany({
      where: { orgId: scope.orgId, incidentId: { in: [...ids] }, kind: { in: ['opened', 'regressed'] } },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    })
    return Promise.all(
      incidents.map(async ({ id, state, untold, firstSeenAt }) => {
        const openedAt = events.find(({ incidentId }) => incidentId === id)?.at ?? firstSeenAt
        const counts = await sql<{ kind: ExpectationKind; breaches: number }>`
          select e.kind, count(distinct m.at)::int as breaches from expectation e
            join measurement m on m.org_id = e.org_id and m.expectation_id = e.id and m.state = 'broken' and m.at >= ${openedAt}
            where e.org_id = ${scope.orgId} and e.incident_id = ${id} group by e.kind`
        const breaches = new Map(counts.map(({ kind, breaches }) => [kind, breaches]))
        return { id, state: state as IncidentState, untold, openedAt, breaches }
      }),
    )
  })

export type RuleRun = {
  incidentId: string
  openedAt: Date
  ruleKey: string
  productId: string
  authorId: string
  rule: AdjustmentRule
}
/** Writes down that rules have their time; one that had it for this opening already has it no second time. */
export const insertRuns = (scope: OrgScope, runs: readonly RuleRun[], dueAt: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const data = runs.map((run) => ({ ...run, rule: run.rule as Prisma.InputJsonValue, orgId: scope.orgId, dueAt }))
    await tx.ruleRun.createMany({ data, skipDuplicates: true })
  })

/** Takes the rules of a product that are to be done and that nobody works on; who took one before then has lost it. */
export const claimRuns = (
  scope: OrgScope,
  productId: string,
  { at, lost }: { at: Date; lost: Date },
): Promise<RuleRun[]> =>
  withOrg(
    scope,
    (_, sql) =>
      sql<RuleRun>`update rule_run set claimed_at = ${at}
      where org_id = ${scope.orgId} and product_id = ${productId} and done_at is null and (claimed_at is null or claimed_at < ${lost})
      returning incident_id as "incidentId", opened_at as "openedAt", rule_key as "ruleKey", product_id as "productId",
        author_id as "authorId", rule`,
  )

export const endRun = (scope: OrgScope, { incidentId, openedAt, ruleKey }: RuleRun, doneAt: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.ruleRun.updateMany({ where: { orgId: scope.orgId, incidentId, openedAt, ruleKey }, data: { doneAt } })
  })

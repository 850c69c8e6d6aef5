import type { Prisma } from '@/prisma/generated/client'
import { apart, type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import { firstOf, type Page } from '@/server/platform/pages'
import { bornWithin, withinOf } from '@/server/platform/place'
import type { DecisionFilter, LoggedDecision, Resource } from './schema'

export type NewDecision = Omit<LoggedDecision, 'at' | 'resource'> & { at: Date; resource: Resource }

/** Writes many at once, in a transaction of its own: a decision is kept though what it allowed fails. */
export const insertDecisions = (scope: OrgScope, decisions: readonly NewDecision[]) =>
  apart(scope, async (_, sql) => {
    const rows = decisions.map(({ principal, resource, policyVersion, requestId, ...rest }) => ({
      ...rest,
      org_id: scope.orgId,
      principal_id: principal,
      resource_type: resource.type,
      resource_id: resource.id,
      resource,
      policy_version: policyVersion,
      request_id: requestId,
    }))
    await sql`insert into policy_decision
      select * from jsonb_populate_recordset(null::policy_decision, ${JSON.stringify(rows)}::jsonb)`
  })

/** Lets go of what is older than is kept. */
export const deleteDecisionsBefore = (scope: OrgScope, at: Date) =>
  apart(scope, (tx) => tx.policyDecision.deleteMany({ where: { orgId: scope.orgId, at: { lt: at } } }))

type Filter = Omit<DecisionFilter, 'resource'> & { resource?: { named: string; under?: string } }

/** Each way to name a resource is a list of its own that an index has in order; all at once would be read whole. */
function namedBy(resource: Filter['resource']): Prisma.PolicyDecisionWhereInput[] {
  if (!resource) return [{}]
  const { named, under } = resource
  const below = under ? [{ resourceId: { ...withinOf(under), startsWith: `${under}/` } }] : []
  return [{ resourceType: named }, { resourceId: under ?? named }, ...below]
}

export const listDecisions = (scope: OrgScope, filter: Filter, page: { before?: string; take: number }) =>
  withOrg(scope, async (tx) => {
    const { principal, resource, action, effect, surface, from, to } = filter
    const where = {
      orgId: scope.orgId,
      principalId: principal,
      action,
      effect,
      surface,
      at: { gte: from, lte: to },
      // Ids sort by birth.
      id: page.before === undefined ? undefined : { lt: page.before },
      AND: { id: bornWithin('decision', { from, to }) },
    }
    const lists = await Promise.all(
      namedBy(resource).map((one) =>
        tx.policyDecision.findMany({ where: { ...where, ...one }, orderBy: { id: 'desc' }, take: page.take }),
      ),
    )
    return firstOf(lists, 'desc', page.take).map(
      (row): LoggedDecision => ({
        id: row.id,
        at: row.at.toISOString(),
        principal: row.principalId,
        action: row.action,
        resource: { type: row.resourceType, id: row.resourceId },
        effect: row.effect as LoggedDecision['effect'],
        because: row.because,
        policyVersion: row.policyVersion,
        purpose: row.purpose,
        surface: row.surface,
        requestId: row.requestId,
      }),
    )
  })

export type Replay = { principalId: string; action: string; resource: Resource }
/** What was asked since a moment, each question once. */
export const listAsked = (scope: OrgScope, since: Date, limit: number): Promise<Replay[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.policyDecision.findMany({
      where: { orgId: scope.orgId, at: { gte: since } },
      distinct: ['principalId', 'action', 'resourceType', 'resourceId'],
      orderBy: { id: 'desc' },
      take: limit,
      select: { principalId: true, action: true, resource: true },
    })
    return rows.map((row) => ({ ...row, resource: row.resource as unknown as Resource }))
  })

const ROWS_AT_ONCE = 5_000

/** Decisions of an id and later as lines of JSON, in the order of their ids. */
export const decisionRows = (scope: OrgScope, after: string): Promise<Page<string>> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<{ id: string; line: string }>`select r.id, row_to_json(r)::text as line from (
      select id, at as decided_at, principal_id, action, resource_type, resource_id, effect, array_to_string(because, ', ') as because,
        policy_version, purpose, surface
      from policy_decision where org_id = ${scope.orgId} and id > ${after} order by id limit ${ROWS_AT_ONCE}) r order by r.id`
    return { items: rows.map(({ line }) => line), nextCursor: rows.length < ROWS_AT_ONCE ? null : rows.at(-1)!.id }
  })

export const countDecisions = (scope: OrgScope): Promise<number> =>
  withOrg(scope, (tx) => tx.policyDecision.count({ where: { orgId: scope.orgId } }))

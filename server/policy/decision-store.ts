import { apart, type OrgScope, withOrg } from '@/server/platform/db'
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

export const listDecisions = (scope: OrgScope, filter: Filter, page: { before?: string; take: number }) =>
  withOrg(scope, async (tx) => {
    const { principal, resource, action, effect, surface, from, to } = filter
    const rows = await tx.policyDecision.findMany({
      where: {
        orgId: scope.orgId,
        principalId: principal,
        OR: resource && [
          { resourceType: resource.named },
          { resourceId: resource.under ?? resource.named },
          ...(resource.under ? [{ resourceId: { startsWith: `${resource.under}/` } }] : []),
        ],
        action,
        effect,
        surface,
        at: { gte: from, lte: to },
        // Ids sort by birth.
        id: page.before === undefined ? undefined : { lt: page.before },
      },
      orderBy: { id: 'desc' },
      take: page.take,
    })
    return rows.map(
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

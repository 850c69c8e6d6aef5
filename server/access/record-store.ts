import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg } from '@/server/platform/db'
import type { Page } from '@/server/platform/pages'

/** What is kept of requests and grants, as rows to be copied: each a line of JSON that the database writes. */
const AT_ONCE = 5_000

const page = (scope: OrgScope, rows: Prisma.Sql): Promise<Page<string>> =>
  readOrg(scope, async (sql) => {
    const found = await sql<{ id: string; line: string }>`
      select r.id, row_to_json(r)::text as line from (${rows}) r order by r.id limit ${AT_ONCE}`
    return { items: found.map(({ line }) => line), nextCursor: found.length < AT_ONCE ? null : found.at(-1)!.id }
  })

const counted = (scope: OrgScope, from: Prisma.Sql): Promise<number> =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<{ n: number }>`select count(*)::int as n from ${from} where org_id = ${scope.orgId}`
    return row?.n ?? 0
  })

type Now = { at: Date; climbAfter: number }

/**
 * Requests that were sent. They waited from when they were sent to when they were decided (or until now), but for the time in which
 * something was asked back; a step is skipped where a request was approved without it.
 */
export const requestRows = (scope: OrgScope, { at, climbAfter }: Now, after = '') =>
  page(
    scope,
    Prisma.sql`
    select r.id, r.product_slug as product, r.port, r.domain_id, r.purpose, r.principal_id as asked_by, r.holder_type, r.holder_id,
      r.duration, r.delivery, r.state, sent.at as sent_at, r.decided_at, r.decided_by, r.grant_id, r.renews_id, r.break_glass,
      r.verdict, s.planned as steps_planned, s.taken as steps_taken,
      case when r.state = 'approved' then s.planned - s.taken else 0 end as steps_skipped,
      floor(w.hours)::int as waited_hours, w.within as answer_within_hours, w.hours > w.within as late
    from access_request r
    cross join lateral (select coalesce(min(e.at), r.created_at) as at from access_request_event e
      where e.org_id = r.org_id and e.request_id = r.id and e.state = 'submitted') sent
    cross join lateral (select count(*)::int as planned, (count(*) filter (where t.state = 'approved'))::int as taken
      from access_request_step t where t.org_id = r.org_id and t.request_id = r.id) s
    cross join lateral (select coalesce(sum(extract(epoch from coalesce((select min(n.at) from access_request_event n
        where n.org_id = r.org_id and n.request_id = r.id and n.at >= q.at
          and n.state in ('answered', 'approved', 'rejected', 'withdrawn', 'timed_out')), ${at}) - q.at)), 0) as seconds
      from access_request_event q where q.org_id = r.org_id and q.request_id = r.id and q.state = 'info_needed') asked
    cross join lateral (select (extract(epoch from coalesce(r.decided_at, ${at}) - sent.at) - asked.seconds)::float8 / 3600 as hours,
      coalesce((r.pace ->> 'climbAfter')::float8, ${climbAfter}::float8) as within) w
    where r.org_id = ${scope.orgId} and r.id > ${after} and r.state <> 'draft'`,
  )

/** What happened to each request that was sent and to the grant that came of it, one moment each; agreements are told as steps. */
export const momentRows = (scope: OrgScope, after = '') =>
  page(
    scope,
    Prisma.sql`
    select e.id, e.request_id, null as grant_id, 'request ' || e.state as activity, e.at as happened_at, e.by as actor
    from access_request_event e join access_request r on r.org_id = e.org_id and r.id = e.request_id
    where e.org_id = ${scope.orgId} and e.id > ${after} and r.state <> 'draft' and e.state not like 'agreed:%'
    union all
    select s.id, s.request_id, null, s.role || ' ' || s.state, s.at, s.by
    from access_request_step s where s.org_id = ${scope.orgId} and s.id > ${after} and s.at is not null
    union all
    select v.id, g.request_id, g.id, 'grant ' || v.state, v.at, v.by
    from grant_event v join "grant" g on g.org_id = v.org_id and g.id = v.grant_id
    where v.org_id = ${scope.orgId} and v.id > ${after}`,
  )

export const grantRows = (scope: OrgScope, after = '') =>
  page(
    scope,
    Prisma.sql`
    select id, request_id, product_slug as product, product_version, port, domain_id, purpose, principal_type as holder_type,
      principal_id as holder_id, delivery, state, ended_as, ended_by, starts_at, ends_at, ended_at, proven_at, break_glass,
      policy_version, jsonb_array_length(findings) as findings
    from "grant" where org_id = ${scope.orgId} and id > ${after}`,
  )

export const proofRows = (scope: OrgScope, after: string) =>
  page(
    scope,
    Prisma.sql`select id, grant_id, round, occasion, at as made_at, kind, ok from grant_proof
    where org_id = ${scope.orgId} and id > ${after}`,
  )

export const countRecords = {
  requests: (scope: OrgScope) => counted(scope, Prisma.sql`access_request`),
  moments: (scope: OrgScope) => counted(scope, Prisma.sql`access_request_event`),
  grants: (scope: OrgScope) => counted(scope, Prisma.sql`"grant"`),
  proofs: (scope: OrgScope) => counted(scope, Prisma.sql`grant_proof`),
}

import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import type { IncidentState, Resolution, Severity } from './schema'
import type { PromiseCell } from './standing-schema'

/** The numbers of many products at once, from days and newest measurements; what may be counted is named by its products. */

type Ids = readonly string[]

/** The products that were ever looked at. */
export const listWatchedIds = (scope: OrgScope): Promise<string[]> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<{ id: string }>`select product_id as id from watched where org_id = ${scope.orgId}`
    return rows.map(({ id }) => id)
  })

type Counted = { watched: number; kept: number; broken: number; muted: number; products: number }
/** Promises that are watched, by how each stood last. */
export const countPromises = (scope: OrgScope, ids: Ids, at: Date): Promise<Counted> =>
  readOrg(scope, async (sql) => {
    const [row] =
      await sql<Counted>`select count(*)::int as watched, (count(*) filter (where last_state = 'kept'))::int as kept,
        (count(*) filter (where last_state = 'broken'))::int as broken, (count(*) filter (where muted_until > ${at}))::int as muted,
        (count(distinct product_id))::int as products
      from expectation where org_id = ${scope.orgId} and product_id = any(${[...ids]}::text[]) and gone_at is null`
    return row!
  })

type Kept = { day: string; days: number; kept: number }
/** Of each day since one: on how many promises something was measured, and how many of those were kept throughout. */
export const listKeptDays = (scope: OrgScope, ids: Ids, from: string): Promise<Kept[]> =>
  readOrg(
    scope,
    (sql) => sql<Kept>`select day::text as day, days, kept from (
        select d.day, count(*)::int as days, (count(*) filter (where d.broken = 0))::int as kept
          from measured_day d join expectation e on e.org_id = d.org_id and e.id = d.expectation_id
          where d.org_id = ${scope.orgId} and d.day >= ${from}::date and d.kept + d.broken > 0
            and e.product_id = any(${[...ids]}::text[]) group by d.day) k
      order by day`,
  )

type Open = { productId: string; severity: Severity; state: IncidentState; count: number }
/** Incidents that somebody has to look after. */
export const countOpen = (scope: OrgScope, ids: Ids): Promise<Open[]> =>
  readOrg(
    scope,
    (sql) => sql<Open>`select product_id as "productId", severity, state, count(*)::int as count from incident
      where org_id = ${scope.orgId} and state in ('open', 'acknowledged', 'regressed') and product_id = any(${[...ids]}::text[])
      group by 1, 2, 3`,
  )

type Middle = { seconds: number | null; of: number }
type Medians = { detect: Middle; acknowledge: Middle; resolve: Middle }
/** How long it took since a moment: to see what opened or came back, to take it up, and to settle it. */
export const findMedians = (scope: OrgScope, ids: Ids, since: Date): Promise<Medians> =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<Medians>`
      with told as (
        select v.incident_id, v.at, v.since, v.noticed_at, lead(v.at) over (partition by v.incident_id order by v.at) as next
          from incident i join incident_event v on v.org_id = i.org_id and v.incident_id = i.id
          where i.org_id = ${scope.orgId} and i.last_seen_at >= ${since} and i.product_id = any(${[...ids]}::text[])
            and v.kind in ('opened', 'regressed') and v.at >= ${since}
      ), took as (
        select extract(epoch from t.noticed_at - t.since) as detect, extract(epoch from s.taken - coalesce(t.noticed_at, t.at)) as taken,
            extract(epoch from s.settled - coalesce(t.noticed_at, t.at)) as settled
          from told t cross join lateral (select min(at) filter (where kind = 'acknowledged') as taken,
              min(at) filter (where kind in ('resolved', 'recovered')) as settled
            from incident_event where org_id = ${scope.orgId} and incident_id = t.incident_id and at >= t.at
              and (t.next is null or at < t.next)) s
      )
      select json_build_object('of', count(detect), 'seconds', percentile_cont(0.5) within group (order by greatest(0, detect))
            filter (where detect is not null)) as detect,
          json_build_object('of', count(taken), 'seconds', percentile_cont(0.5) within group (order by greatest(0, taken))
            filter (where taken is not null)) as acknowledge,
          json_build_object('of', count(settled), 'seconds', percentile_cont(0.5) within group (order by greatest(0, settled))
            filter (where settled is not null)) as resolve
        from took`
    return row!
  })

type Resolved = { fixed: number; falseAlarms: number; expected: number }
/** What people said since a moment that incidents were. */
export const countResolutions = (scope: OrgScope, ids: Ids, since: Date): Promise<Resolved> =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<Resolved>`select (count(*) filter (where v.resolved_as = 'fixed'))::int as fixed,
        (count(*) filter (where v.resolved_as = 'false_alarm'))::int as "falseAlarms",
        (count(*) filter (where v.resolved_as = 'expected'))::int as expected
      from incident i join incident_event v on v.org_id = i.org_id and v.incident_id = i.id
      where i.org_id = ${scope.orgId} and i.product_id = any(${[...ids]}::text[]) and v.resolved_as is not null and v.at >= ${since}`
    return row!
  })

type Adjusted = { helped: number; noChange: number; worse: number; pending: number }
/** What came of what was done about incidents since a moment; what was taken back before it had a verdict counts nowhere. */
export const countAdjustments = (scope: OrgScope, ids: Ids, since: Date): Promise<Adjusted> =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<Adjusted>`select (count(*) filter (where verdict = 'helped'))::int as helped,
        (count(*) filter (where verdict = 'no_change'))::int as "noChange", (count(*) filter (where verdict = 'worse'))::int as worse,
        (count(*) filter (where verdict = 'pending' and undone_at is null))::int as pending
      from adjustment where org_id = ${scope.orgId} and product_id = any(${[...ids]}::text[]) and at >= ${since}`
    return row!
  })

/** What people said that an incident was, the newest first. */
export const listResolutions = (scope: OrgScope, incidentId: string): Promise<Resolution[]> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<{ as: Resolution }>`select resolved_as as "as" from incident_event
      where org_id = ${scope.orgId} and incident_id = ${incidentId} and resolved_as is not null order by at desc, id desc limit 10`
    return rows.map((row) => row.as)
  })

/** How an incident stands in the order of need: an error before a warning, one that is back first, one that somebody has last. */
const need = Prisma.sql`case severity when 'error' then 0 else 3 end + case state when 'regressed' then 0 when 'open' then 1 else 2 end`

type Needing = { need: number; at: Date; id: string }
/** Where incidents that somebody has to look after stand, those that need it most first; after a place of this order. */
export const listNeeding = (
  scope: OrgScope,
  { ids, states }: { ids: Ids; states: readonly IncidentState[] },
  { after, take }: { after: Needing | null; take: number },
): Promise<Needing[]> =>
  readOrg(scope, async (sql) => {
    const beyond = after
      ? Prisma.sql`and (need > ${after.need} or (need = ${after.need} and (at < ${after.at} or (at = ${after.at} and id > ${after.id}))))`
      : Prisma.empty
    return sql<Needing>`select * from (select id, last_seen_at as at, ${need} as need from incident
        where org_id = ${scope.orgId} and state = any(${[...states]}::text[]) and product_id = any(${[...ids]}::text[])) i
      where true ${beyond} order by need, at desc, id limit ${take}`
  })

export type StoredCell = Omit<PromiseCell, 'state'> & { productId: string }
/** The promises of some products by kind: how each stood last, and the gravest incident that some stand under. */
export const listCells = (scope: OrgScope, ids: Ids, at: Date): Promise<StoredCell[]> =>
  withOrg(
    scope,
    (
      _,
      sql,
    ) => sql<StoredCell>`select e.product_id as "productId", e.kind, (count(*) filter (where e.last_state = 'kept'))::int as kept,
        (count(*) filter (where e.last_state = 'broken'))::int as broken,
        (count(*) filter (where e.last_state is null or e.last_state not in ('kept', 'broken')))::int as unknown,
        (count(*) filter (where e.muted_until > ${at}))::int as muted,
        (array_agg(i.id order by i.severity, i.last_seen_at desc) filter (where i.state <> 'resolved'))[1] as incident,
        coalesce(bool_or(e.severity = 'error') filter (where e.last_state = 'broken'), false) as grave
      from expectation e left join incident i on i.org_id = e.org_id and i.id = e.incident_id
      where e.org_id = ${scope.orgId} and e.product_id = any(${[...ids]}::text[]) and e.gone_at is null
      group by e.product_id, e.kind order by e.kind`,
  )

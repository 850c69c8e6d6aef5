import { type OrgScope, withOrg } from '@/server/platform/db'

/**
 * What is old, in batches that a transaction bears. Rows are removed by where they lie: they never change, and no plan, however little it
 * knows of the table, can look for each of them.
 */

const PROMISES = 500 // looked at in one batch
const ROWS = 10_000 // that go in one batch

/**
 * Removes a batch of old measurements of the next promises after one; `last` is where those end, null where there are no more. One that
 * stands under an incident that is not resolved keeps what was measured since that was first seen.
 */
export const pruneMeasurements = (
  scope: OrgScope,
  after: string,
  before: Date,
): Promise<{ removed: number; last: string | null }> =>
  withOrg(scope, async (_, sql) => {
    const [row] = await sql<{ removed: number; last: string | null }>`
      with looked as (
        select id, incident_id from expectation where org_id = ${scope.orgId} and id > ${after} order by id limit ${PROMISES}
      ), old as (
        select m.place from looked e
          left join incident i on i.org_id = ${scope.orgId} and i.id = e.incident_id and i.state <> 'resolved'
          cross join lateral (select ctid as place from measurement where org_id = ${scope.orgId} and expectation_id = e.id
            and at < least(${before}::timestamptz, i.first_seen_at) order by at limit ${ROWS}) m
        limit ${ROWS}
      ), gone as (
        delete from measurement where ctid = any(array(select place from old)) and org_id = ${scope.orgId} returning 1
      )
      select (select count(*)::int from gone) as removed, (select max(id) from looked) as last`
    return row!
  })

/** Removes a batch of old days; how many went. */
export const pruneDays = (scope: OrgScope, before: Date): Promise<number> =>
  withOrg(scope, async (_, sql) => {
    const [row] = await sql<{ removed: number }>`
      with gone as (
        delete from measured_day where org_id = ${scope.orgId} and ctid = any(array(
          select d.ctid from measured_day d join expectation e on e.org_id = d.org_id and e.id = d.expectation_id
            left join incident i on i.org_id = e.org_id and i.id = e.incident_id and i.state <> 'resolved'
            where d.org_id = ${scope.orgId} and d.day < least(${before}::timestamptz, i.first_seen_at)
              and d.day < ${before}::timestamptz limit ${ROWS})) returning 1
      )
      select count(*)::int as removed from gone`
    return row!.removed
  })

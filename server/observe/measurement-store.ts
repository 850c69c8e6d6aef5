import { Prisma } from '@/prisma/generated/client'
import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import type { Bucket, Measured, Measurement, MeasurementState } from './schema'
import { worst } from './worst'

/** What was measured: each measurement, the days that they add up to, and the newest one beside its promise. */

/** What was measured; what was written for that moment already stays, and counts once. */
export const insertMeasurements = (
  scope: OrgScope,
  rows: (Omit<Measurement, 'at'> & { expectationId: string })[],
  at: Date,
): Promise<number> =>
  withOrg(scope, async (_, sql) => {
    const of = <K extends keyof (typeof rows)[number]>(key: K) => rows.map((row) => row[key])
    const [row] = await sql<{ written: number }>`
      with written as (
        insert into measurement (org_id, expectation_id, at, value, low, high, state, detail)
          select ${scope.orgId}, u.id, ${at}::timestamptz(3), u.value, u.low, u.high, u.state, u.detail
            from unnest(${of('expectationId')}::text[], ${of('value')}::float8[], ${of('low')}::float8[], ${of('high')}::float8[],
              ${of('state')}::text[], ${of('detail')}::text[]) as u (id, value, low, high, state, detail)
          on conflict do nothing returning expectation_id, at, value, low, high, state
      ), days as (
        insert into measured_day as d (org_id, expectation_id, day, kept, broken, unknown, least, greatest, last_at, value, low, high)
          select ${scope.orgId}, expectation_id, (at at time zone 'UTC')::date, (state = 'kept')::int, (state = 'broken')::int,
              (state not in ('kept', 'broken'))::int, value, value, at, value, low, high from written
          on conflict (org_id, expectation_id, day) do update set kept = d.kept + excluded.kept, broken = d.broken + excluded.broken,
            unknown = d.unknown + excluded.unknown, least = least(d.least, excluded.least), greatest = greatest(d.greatest, excluded.greatest),
            (last_at, value, low, high) = (select n.* from (values (d.last_at, d.value, d.low, d.high),
              (excluded.last_at, excluded.value, excluded.low, excluded.high)) n (at, value, low, high) order by n.at desc limit 1)
      ), newest as (
        update expectation e set last_at = w.at, last_value = w.value, last_state = w.state from written w
          where e.org_id = ${scope.orgId} and e.id = w.expectation_id and (e.last_at is null or e.last_at < w.at)
      )
      select count(*)::int as written from written`
    return row!.written
  })

type Asked = { ids: readonly string[]; from: Date; to: Date; take: number }

/** What was measured of some promises in [from, to), the oldest first; of more, the newest. */
export const listMeasurements = (scope: OrgScope, { ids, from, to, take }: Asked): Promise<Measured[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, expectationId: { in: [...ids] }, at: { gte: from, lt: to } }
    const rows = await tx.measurement.findMany({ where, orderBy: { at: 'desc' }, take })
    return rows.reverse().map(({ expectationId, value, low, high, state, detail, at }) => ({
      expectation: expectationId,
      at: at.toISOString(),
      value,
      low,
      high,
      state: state as MeasurementState,
      detail,
    }))
  })

/** How far back rows reached when that was measured last, or had to, in days: the low end of what it was held against. */
export type Reached = { at: Date; days: number }

export const listReached = (
  scope: OrgScope,
  productId: string,
  keys: readonly string[],
): Promise<Map<string, Reached>> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<Reached & { key: string }>`
      select e.key, m.at, m.low as days from expectation e cross join lateral (
        select at, low from measurement where org_id = e.org_id and expectation_id = e.id and low is not null order by at desc limit 1) m
      where e.org_id = ${scope.orgId} and e.product_id = ${productId} and e.key = any(${keys}::text[])`
    return new Map(rows.map(({ key, at, days }) => [key, { at, days }]))
  })

type Row = Omit<Bucket, 'at' | 'state' | 'detail'> & { at: Date }
const toBucket = ({ at, ...row }: Row): Bucket => ({ ...row, at: at.toISOString(), state: worst(row), detail: null })

/** The days (UTC) of some promises that lie in [from, to), the oldest first; of more, the newest. */
export const listDays = (scope: OrgScope, { ids, from, to, take }: Asked): Promise<Bucket[]> =>
  readOrg(scope, async (sql) => {
    const rows =
      await sql<Row>`select expectation_id as expectation, day::timestamp at time zone 'UTC' as at, value, low, high, least,
        greatest, kept, broken, unknown
      from measured_day where org_id = ${scope.orgId} and expectation_id = any(${[...ids]}::text[])
        and day >= (${from}::timestamptz at time zone 'UTC')::date and day::timestamp at time zone 'UTC' < ${to}
      order by day desc, expectation_id limit ${take}`
    return rows.reverse().map(toBucket)
  })

/** The same by hours, from the measurements themselves, as far as they are kept. */
export const listHours = (scope: OrgScope, { ids, from, to, take }: Asked): Promise<Bucket[]> =>
  readOrg(scope, async (sql) => {
    const last = (column: string) =>
      Prisma.sql`(array_agg(${Prisma.raw(column)} order by m.at desc))[1] as ${Prisma.raw(column)}`
    const rows =
      await sql<Row>`select expectation_id as expectation, date_trunc('hour', m.at, 'UTC') as at, ${last('value')}, ${last('low')},
        ${last('high')}, min(value) as least, max(value) as greatest, (count(*) filter (where state = 'kept'))::int as kept,
        (count(*) filter (where state = 'broken'))::int as broken, (count(*) filter (where state not in ('kept', 'broken')))::int as unknown
      from measurement m where org_id = ${scope.orgId} and expectation_id = any(${[...ids]}::text[]) and m.at >= ${from} and m.at < ${to}
      group by 1, 2 order by 2 desc, 1 limit ${take}`
    return rows.reverse().map(toBucket)
  })

/** Runs one statement as the database's owner, past every wall. */
type Query = (sql: string, values: unknown[]) => Promise<unknown>
type Of = { orgId: string; domainId: string; ownerId: string }
type Size = {
  products: number
  /** Of each product. */
  promises: number
  /** Of each promise, spread evenly over the days. */
  measurements: number
  days: number
}

/** A number from 0 to 99 that hangs on the row alone, so that two runs fill alike. */
const chance = (of: string) => `(abs(hashtext(${of})) % 100)`

const products = `insert into product (org_id, id, slug, domain_id, owner_id, title, tags, status, created_at, updated_at)
  select $1, 'prd_measured_' || n, 'measured-' || lpad(n::text, 5, '0'), $2, $3, 'Measured ' || lpad(n::text, 5, '0'), '{}', 'published', now(), now()
    from generate_series(1, $4::int) n`
const watched = `insert into watched (org_id, product_id, checked_at) select org_id, id, now() from product where org_id = $1 and id like 'prd\\_measured\\_%'`

const promises = `insert into expectation (org_id, id, product_id, key, port, "column", kind, title, expected, severity, created_at)
  select $1, 'exp_' || p || '_' || e, 'prd_measured_' || p, 'promise ' || e, 'rows', 'column_' || e, (array['schema', 'quality', 'freshness'])[e % 3 + 1],
      'Promise ' || e || ' of product ' || p, 'at most 80', case when e % 3 = 0 then 'error' else 'warning' end, now() - $4 * interval '1 day'
    from generate_series(1, $2::int) p, generate_series(1, $3::int) e`

/** One in forty is broken; the wave of a year with noise upon it. */
const measurements = `insert into measurement (org_id, expectation_id, at, value, low, high, state)
  select e.org_id, e.id, date_trunc('milliseconds', now() - (n - 0.5) * $3 * interval '1 day' / $2), v.value, null, 80,
      case when ${chance(`e.id || n`)} < 2 then 'broken' else 'kept' end
    from expectation e, generate_series(1, $2::int) n,
      lateral (select 40 + 25 * sin(6.283 * n / $2) + ${chance(`n || e.id`)} / 10.0 as value) v
    where e.org_id = $1 and e.product_id like 'prd\\_measured\\_%'`
const days = `insert into measured_day (org_id, expectation_id, day, kept, broken, unknown, least, greatest, last_at, value, low, high)
  select org_id, expectation_id, (at at time zone 'UTC')::date, count(*) filter (where state = 'kept'), count(*) filter (where state = 'broken'),
      0, min(value), max(value), max(at), (array_agg(value order by at desc))[1], null, 80
    from measurement where org_id = $1 group by 1, 2, 3 on conflict do nothing`
const newest = `update expectation e set last_at = m.at, last_value = m.value, last_state = m.state
  from (select expectation_id, max(at) as at from measurement where org_id = $1 group by 1) n
    join measurement m on m.org_id = $1 and m.expectation_id = n.expectation_id and m.at = n.at
  where e.org_id = $1 and e.id = m.expectation_id`

/** Every third promise had an incident; those of promises that are broken now are open. */
const incidents = `insert into incident (org_id, id, product_id, port, cause_key, title, cause, severity, owner_id, state, resolved_as, seen,
    first_seen_at, last_seen_at, acknowledged_at, resolved_at)
  select e.org_id, 'inc_' || e.id, e.product_id, e.port, e.key, e.title, 'Measured 97, must be at most 80.', e.severity, $2,
      case when not o.broken then 'resolved' when c < 50 then 'open' when c < 80 then 'acknowledged' else 'regressed' end,
      case when o.broken then null when c < 60 then 'fixed' when c < 80 then 'expected' else 'false_alarm' end, 1 + c,
      t.at, t.at + c * interval '10 minutes', case when c >= 50 then t.at + c * interval '1 minute' end,
      case when not o.broken then t.at + c * interval '5 minutes' end
    from expectation e, lateral (select e.last_state = 'broken' as broken) o, lateral (select ${chance('e.id')} as c) r,
      lateral (select now() - (1 + c) * interval '12 hours' as at) t
    where e.org_id = $1 and e.product_id like 'prd\\_measured\\_%' and (o.broken or c % 3 = 0)`
const under = `update expectation e set incident_id = i.id from incident i
  where e.org_id = $1 and i.org_id = $1 and i.id = 'inc_' || e.id and i.state <> 'resolved'`
const events = `insert into incident_event (org_id, id, incident_id, kind, by, note, at, since, noticed_at, resolved_as)
  select i.org_id, i.id || '_' || v.kind, i.id, v.kind, v.by, null, v.at, v.since, v.noticed, v.resolved from incident i,
    lateral (values ('opened', 'system', i.first_seen_at, i.first_seen_at - i.seen * interval '1 minute', i.first_seen_at, null),
      ('acknowledged', i.owner_id, i.acknowledged_at, null, null, null),
      ('resolved', i.owner_id, i.resolved_at, null, null, i.resolved_as)) v (kind, by, at, since, noticed, resolved)
    where i.org_id = $1 and i.product_id like 'prd\\_measured\\_%' and v.at is not null`

/** Products with promises and what was measured of them over many days, written by SQL: as much of it as would take years to come about. */
export async function fillMeasured(query: Query, { orgId, domainId, ownerId }: Of, size: Size): Promise<void> {
  await query(products, [orgId, domainId, ownerId, size.products])
  await query(watched, [orgId])
  await query(promises, [orgId, size.products, size.promises, size.days])
  await query(measurements, [orgId, size.measurements, size.days])
  await query(days, [orgId])
  await query(newest, [orgId])
  await query(incidents, [orgId, ownerId])
  await query(under, [orgId])
  await query(events, [orgId])
}

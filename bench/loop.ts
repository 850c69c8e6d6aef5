// Dashboards over a year of measurements, against the same numbers by one statement each on the days by hand, as the database's owner;
// and one cycle over products whose checks found something new, against the same rows written by hand.
// Usage: tsx bench/loop.ts [measurements=500000] [products of the cycle=10]; the limits are meant for 10,000,000 and 100.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { fillMeasured } from '@/prisma/seed/measured-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as policy from '@/server/policy'
import * as product from '@/server/product'

const [rows = 500_000, cycled = 10] = process.argv.slice(2).map(Number)
const [PRODUCTS, PROMISES, DAYS] = [100, 10, 365]
const ROUNDS = 150
const WARM = 20

type Run = { what: string; ours: () => Promise<unknown>; byHand: string; values: unknown[] }

const keptByHand = `select d.day, count(*), count(*) filter (where d.broken = 0) from measured_day d
  join expectation e on e.org_id = d.org_id and e.id = d.expectation_id
  where d.org_id = $1 and d.day > current_date - 30 and d.kept + d.broken > 0 group by 1`
const standingByHand = `select (select json_agg(k) from (${keptByHand}) k), (select json_agg(s) from (select last_state, count(*),
    count(*) filter (where muted_until > now()) from expectation where org_id = $1 and gone_at is null group by 1) s),
  (select json_agg(o) from (select p.domain_id, i.severity, i.state, count(*) from incident i join product p on p.org_id = i.org_id
    and p.id = i.product_id where i.org_id = $1 and i.state <> 'resolved' group by 1, 2, 3) o),
  (select json_agg(m) from (select percentile_cont(0.5) within group (order by extract(epoch from v.noticed_at - v.since)) as detect,
      percentile_cont(0.5) within group (order by extract(epoch from i.acknowledged_at - v.at)) as taken,
      percentile_cont(0.5) within group (order by extract(epoch from i.resolved_at - v.at)) as settled
    from incident i join incident_event v on v.org_id = i.org_id and v.incident_id = i.id
    where i.org_id = $1 and v.kind = 'opened' and v.at > now() - interval '90 days') m),
  (select json_agg(r) from (select resolved_as, count(*) from incident_event where org_id = $1 and at > now() - interval '90 days' group by 1) r)`
const matrixByHand = `select p.slug, p.title, e.kind, e.last_state, count(*), max(e.incident_id) from expectation e
  join product p on p.org_id = e.org_id and p.id = e.product_id where e.org_id = $1 and e.gone_at is null group by 1, 2, 3, 4`
const needingByHand = `select i.*, p.slug, p.title, d.slug, m.name from incident i join product p on p.org_id = i.org_id and p.id = i.product_id
  join domain d on d.org_id = p.org_id and d.id = p.domain_id join member m on m.org_id = i.org_id and m.id = i.owner_id
  where i.org_id = $1 and i.state <> 'resolved' order by i.severity, i.state desc, i.last_seen_at desc limit 51`
const lineByHand = 'select * from measured_day where org_id = $1 and expectation_id = $2 order by day'

async function dashboards(a: Tenant, owner: pg.Client) {
  const of = { orgId: a.scope.orgId, domainId: a.domain.id, ownerId: a.publisher.principal.id }
  const size = {
    products: PRODUCTS,
    promises: PROMISES,
    measurements: Math.ceil(rows / (PRODUCTS * PROMISES)),
    days: DAYS,
  }
  const began = performance.now()
  // What is filled refers to what is there by construction: ten million checks of it would take longer than the rest.
  await owner.query('set session_replication_role = replica')
  await fillMeasured((sql, values) => owner.query(sql, values), of, size)
  await owner.query('reset session_replication_role')
  await owner.query('vacuum analyze')
  await policy.load(a.scope)
  const { principal, scope } = a.member
  const sees = (resource: policy.Resource) =>
    policy.decide({ principal, resource, action: 'discover' }).effect === 'allow'
  const year = { from: new Date(Date.now() - DAYS * 86_400_000).toISOString(), bucket: 'day' as const }
  const [org, line] = [scope.orgId, 'exp_7_3']
  console.log(
    `${(size.measurements * 1_000).toLocaleString('en')} measurements of 1,000 promises over ${DAYS} days, written in ${((performance.now() - began) / 1000).toFixed(0)} s; ${ROUNDS} rounds`,
  )
  const runs: Run[] = [
    {
      what: 'how things stand',
      ours: () => observe.getStanding(scope, { sees }),
      byHand: standingByHand,
      values: [org],
    },
    {
      what: 'the matrix',
      ours: () => observe.listPromises(scope, { sees, limit: 100 }),
      byHand: matrixByHand,
      values: [org],
    },
    {
      what: 'what needs somebody',
      ours: () => observe.listNeeding(scope, { sees, limit: 50 }),
      byHand: needingByHand,
      values: [org],
    },
    {
      what: 'a year of one promise',
      ours: () => observe.listMeasurements(scope, { ...year, whole: true, of: { expectationId: line } }),
      byHand: lineByHand,
      values: [org, line],
    },
  ]
  for (const run of runs) await compare(run, owner)
}

async function compare({ what, ours, byHand, values }: Run, owner: pg.Client) {
  const times = { ours: [] as number[], theirs: [] as number[] }
  for (let round = -WARM; round < ROUNDS; round++)
    for (const [who, work] of [
      ['ours', ours],
      ['theirs', () => owner.query(byHand, values)],
    ] as const) {
      const began = performance.now()
      await work()
      if (round >= 0) times[who].push(performance.now() - began)
    }
  const at = (of: number[], share: number) => of.sort((x, y) => x - y)[Math.ceil(share * of.length) - 1] ?? 0
  const [p50, p99, hand50, hand99] = [
    at(times.ours, 0.5),
    at(times.ours, 0.99),
    at(times.theirs, 0.5),
    at(times.theirs, 0.99),
  ]
  console.log(
    `${what}: p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms (limit 100); by hand ${hand50.toFixed(1)}, ${hand99.toFixed(1)}: ratio of p50 ${(p50 / hand50).toFixed(1)}`,
  )
}

const documents = (n: number) => `apiVersion: v1.0.0
kind: DataProduct
id: cycled-${n}
status: draft
name: Cycled ${n}
version: 1.0.0
domain: sales
description: { purpose: One of many }
outputPorts: [{ name: rows, version: 1.0.0, contractId: cycled-${n} }]
---
apiVersion: v3.2.0
kind: DataContract
id: cycled-${n}
version: 1.0.0
servers: [{ server: cycle-files, type: custom }]
slaProperties: [{ property: frequency, value: 1, unit: d }]
schema:
  - name: rows
    physicalName: rows.csv
    properties:
      - { name: id, logicalType: integer, required: true, unique: true }
      - { name: word, logicalType: string, required: true, unique: true }
      - { name: amount, logicalType: integer, required: true }
    quality: [{ metric: rowCount, mustBeGreaterThan: 1, severity: warning }]
`

/** Products that are published for good; each promises nine things that checks find and one that the clock does. */
async function makeCycled(b: Tenant): Promise<string[]> {
  const root = path.join(process.env.STOA_DATA_DIR!, 'bench-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  mkdirSync(path.join(root, b.org.slug), { recursive: true })
  writeFileSync(path.join(root, b.org.slug, 'rows.csv'), 'id,word,amount\n1,one,10\n2,two,20\n')
  const made = { kind: 'files', name: 'cycle-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(b.publisher, b.domain.id, made)
  const run = await ingestion.requestSync(b.publisher, connection, { assets: ['rows.csv'] })
  while (!(await ingestion.advanceRun(b.scope, run, 300)).ended);
  const slugs = Array.from({ length: cycled }, (_, n) => `cycled-${n}`)
  for (const [n, slug] of slugs.entries()) {
    await product.save(b.publisher, { slug, written: product.readDocuments({ yaml: documents(n) }) })
    await product.publish(b.publisher, { slug })
    await observe.watchProduct(b.scope, slug)
  }
  return slugs
}

/** As if each had been synced once more; one in ten breaks a promise. */
const checkedAgain = `insert into product_check (org_id, id, version_id, port, occasion, snapshots, results, held, at)
  select org_id, 'chk_again_' || row_number() over (order by id), version_id, port, 'advance', snapshots,
    case when row_number() over (order by id) % 10 = 1 then jsonb_set(jsonb_set(results, '{1,ok}', 'false'), '{1,measured}', '3') else results end,
    held, now() from product_check where org_id = $1 and occasion = 'publish'`

/** The same, as one would write it by hand: a transaction for each product, a statement for measurements, days and newest. */
const writtenByHand = `with m as (insert into measurement (org_id, expectation_id, at, value, state)
    select org_id, id, now() + interval '1 hour', 1, 'kept' from expectation where org_id = $1 and product_id = $2 returning *),
  d as (insert into measured_day as t (org_id, expectation_id, day, kept, broken, unknown, least, greatest, last_at, value)
    select org_id, expectation_id, at::date, 1, 0, 0, value, value, at, value from m
    on conflict (org_id, expectation_id, day) do update set kept = t.kept + 1, last_at = excluded.last_at)
  update expectation e set last_at = m.at, last_value = m.value, last_state = m.state from m where e.org_id = $1 and e.id = m.expectation_id`

async function cycle(b: Tenant, owner: pg.Client) {
  const slugs = await makeCycled(b)
  await owner.query(checkedAgain, [b.scope.orgId])
  const began = performance.now()
  for (const slug of slugs) {
    await observe.watchProduct(b.scope, slug)
    await observe.watchLevels(b.scope, slug)
  }
  const ours = (performance.now() - began) / 1000
  const { rows: ids } = await owner.query('select id from product where org_id = $1', [b.scope.orgId])
  const begunByHand = performance.now()
  for (const { id } of ids) await owner.query(writtenByHand, [b.scope.orgId, id])
  const byHand = (performance.now() - begunByHand) / 1000
  const { rows: counted } = await owner.query(
    'select count(*)::int as n, (select count(*)::int from incident where org_id = $1) as open from expectation where org_id = $1',
    [b.scope.orgId],
  )
  console.log(
    `one cycle over ${slugs.length} products, ${counted[0].n} promises, ${counted[0].open} newly broken: ${ours.toFixed(1)} s (limit 60 s for 100 and 1,000), ${((1000 * ours) / slugs.length).toFixed(0)} ms each; the rows by hand ${byHand.toFixed(2)} s: ratio ${(ours / byHand).toFixed(1)}`,
  )
}

let most = 0
const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 250)
const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
await owner.connect()
try {
  const { a, b } = await twoTenants()
  await dashboards(a, owner)
  await cycle(b, owner)
  console.log(`at most ${Math.round(most / 2 ** 20)} MB in this process`)
} finally {
  clearInterval(watch)
  await owner.end()
  await closeDatabase()
  await stop()
}
process.exit(0)

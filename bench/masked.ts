// A reader's SQL over a port whose rows are narrowed and whose columns are masked by policy, against the same SQL through the same
// door without a policy; and beside both plain DuckDB, with the condition and the masks written by hand. All take turns; medians.
// Usage: tsx bench/masked.ts [rows=1000000]
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import { ask } from '@/server/serve/schema'

const rows = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 7
const LIMIT = 1.3

const yaml = `apiVersion: v1.0.0
kind: DataProduct
id: people
status: draft
name: People
version: 1.0.0
domain: sales
description: { purpose: bench }
outputPorts: [{ name: all, version: 1.0.0, contractId: people }]
---
apiVersion: v3.2.0
kind: DataContract
id: people
version: 1.0.0
servers: [{ server: bench-files, type: custom }]
schema:
  - name: people
    physicalName: people.parquet
    properties: [{ name: nr }, { name: mail }, { name: country }, { name: pay }, { name: born }, { name: points }]
`
const THINK_MS = 600
const reads = 'action in [Action::"preview", Action::"query"]'
/** Half of the rows are left, and three of six columns are masked. */
const rules = `@id("rows") forbid (principal, ${reads}, resource is Rows::people::all)
  unless { resource has country && (resource.country == "DE" || resource.country == "FR") };
@id("masks") @mask("mail:partial, pay:bucket(1000), born:year") forbid (principal, ${reads}, resource is Rows::people::all);`
const hashed = rules.replace('mail:partial', 'mail:hash')
const byHand = `select nr, country, points, floor(pay / 1000)::bigint * 1000 as pay, date_trunc('year', born)::date as born,
    case when mail like '_%@_%' then left(mail, 1) || '•••' || substr(mail, strpos(mail, '@')) end as mail
  from people where country is not null and country in ('DE', 'FR')`

const questions: [string, string][] = [
  ['ten rows', 'select * from "people"."all" limit 10'],
  [
    'a sum by a masked column',
    'select born, count(*) as n, sum(points) as points from "people"."all" group by born order by born',
  ],
  [
    'a mean of a masked column',
    'select country, avg(pay) as pay from "people"."all" group by country order by country',
  ],
  ['a search in a masked column', `select count(*) as n from "people"."all" where mail like 'a%'`],
  ['masked texts counted', 'select count(distinct mail) as n from "people"."all"'],
]

const stop = await setup()
try {
  const { a } = await twoTenants()
  process.env.STOA_FILES_ORG = a.org.slug
  rereadEnv()
  const instance = await DuckDBInstance.create(':memory:')
  const engine = await instance.connect()
  const source = path.join(process.env.STOA_FILES_ROOT ?? '', 'people.parquet')
  await engine.run(`copy (select i as nr, chr((97 + i % 26)::int) || (i * 7919 % 1000003) || '@mail' || i % 50 || '.example' as mail,
      ['DE', 'FR', 'IT', 'ES'][1 + i % 4] as country, i * 31 % 90000 as pay, date '1950-01-01' + (i * 17 % 18000)::int as born, i % 100 as points
    from range(${rows}) r(i)) to '${source}' (format parquet)`)
  const made = { kind: 'files', name: 'bench-files', domain: 'sales', config: { path: '*.parquet' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['people.parquet'] })
  while (!(await ingestion.advanceRun(a.scope, run)).ended);
  const [copied] = (await ingestion.getRun(a.scope, run)).snapshots
  if (!copied) throw new Error('the people were not copied')
  await product.save(a.publisher, { slug: 'people', written: product.readDocuments({ yaml }) })
  await product.publish(a.publisher, { slug: 'people' })
  const terms = { product: 'people', port: 'all', purpose: 'analytics', duration: 'P30D' }
  const { id } = await access.request(a.member, terms)
  await access.decide(a.owner, { id, decision: 'approve', policyVersion: await policy.version(a.scope) })

  const file = await storage.localPath((await ingestion.getSnapshot(a.scope, copied.id)).storageKey)
  await engine.run(
    `create view people as select * from read_parquet('${file}'); create schema masked; create view masked."all" as ${byHand}`,
  )
  const governed = async (sql: string) => {
    await policy.load(a.scope)
    return serve.answer(a.member, await serve.plan(a.member, ask.parse({ sql })))
  }
  const timed = async (run: () => Promise<unknown>) => {
    const began = performance.now()
    await run()
    return performance.now() - began
  }
  console.log(`${rows.toLocaleString('en')} rows, half of them left; medians of ${ROUNDS}, ms`)
  const under = { open: '', masked: rules, hashed }
  type Under = keyof typeof under
  // A policy is saved once for all questions of a round, so that what a round meets falls on all alike.
  const times = questions.map(
    () => ({ open: [], masked: [], hashed: [], hand: [] }) as Record<Under | 'hand', number[]>,
  )
  for (let round = -2; round < ROUNDS; round++) {
    for (const name of Object.keys(under) as Under[]) {
      await policy.save(a.owner, { text: under[name] })
      for (const [at, [, sql]] of questions.entries()) {
        // A reader looks at an answer before asking again; without that, what is timed is the start of a process.
        await sleep(THINK_MS)
        const ms = await timed(() => governed(sql))
        if (round >= 0) times[at]![name].push(ms)
      }
    }
    for (const [at, [, sql]] of questions.entries()) {
      const ms = await timed(() => engine.runAndReadAll(sql.replace('"people"', 'masked')))
      if (round >= 0) times[at]!.hand.push(ms)
    }
  }
  for (const [at, [what]] of questions.entries()) {
    const middle = (of: Under | 'hand', share = 0.5) =>
      times[at]![of].sort((one, other) => one - other)[Math.floor(ROUNDS * share)]!
    const spread = (of: Under) =>
      `${middle(of).toFixed(0)} (${middle(of, 0.25).toFixed(0)} to ${middle(of, 0.75).toFixed(0)})`
    console.log(
      `${what}: ${spread('masked')}, without a policy ${spread('open')}: ratio ${(middle('masked') / middle('open')).toFixed(2)}, limit ${LIMIT}; ` +
        `hashed ${spread('hashed')}, ratio ${(middle('hashed') / middle('open')).toFixed(2)}; by hand in DuckDB ${middle('hand').toFixed(0)}`,
    )
  }
  engine.closeSync()
  console.log(
    `peak memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, DuckDB's children aside`,
  )
} finally {
  await closeDatabase()
  await stop()
}
process.exit(0)

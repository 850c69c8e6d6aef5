// Governed SQL against the same SQL in plain DuckDB on the same file, and audited reads against the same reads with the audit's
// table refusing nothing and keeping nothing. Usage: tsx bench/serve.ts
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { twoTenants } from '@/prisma/seed/two-tenants'
import setup from '@/scripts/test/database'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import { storage } from '@/server/platform/storage'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import { ask } from '@/server/serve/schema'
import { median } from './median'

const ROUNDS = 15
const READS = 120
const CLIENTS = 16
const THINK_MS = 600 // a reader looks at an answer before asking again

const think = () => sleep(THINK_MS)

const documents = `apiVersion: v1.0.0
kind: DataProduct
id: flights
status: draft
name: Flights
version: 1.0.0
domain: sales
description: { purpose: bench }
outputPorts: [{ name: all, version: 1.0.0, contractId: flights }]
---
apiVersion: v3.2.0
kind: DataContract
id: flights
version: 1.0.0
servers: [{ server: bench-files, type: custom }]
schema:
  - name: flights
    physicalName: flights-3m.parquet
    properties:`

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
await owner.connect()
try {
  const { a } = await twoTenants()
  const folder = process.env.STOA_FILES_ROOT ?? ''
  process.env.STOA_FILES_ORG = a.org.slug
  rereadEnv()
  fs.copyFileSync('node_modules/vega-datasets/data/flights-3m.parquet', path.join(folder, 'flights-3m.parquet'))
  const made = { kind: 'files', name: 'bench-files', domain: 'sales', config: { path: '*.parquet' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['flights-3m.parquet'] })
  while (!(await ingestion.advanceRun(a.scope, run)).ended);
  const [copied] = (await ingestion.getRun(a.scope, run)).snapshots
  if (!copied) throw new Error('the flights were not copied')
  const snapshot = await ingestion.getSnapshot(a.scope, copied.id)
  const properties = snapshot.schema.map(({ name }) => `\n      - { name: ${name} }`).join('')
  await product.save(a.publisher, { slug: 'flights', written: product.readDocuments({ yaml: documents + properties }) })
  await product.publish(a.publisher, { slug: 'flights' })
  const asked = await access.request(a.member, {
    product: 'flights',
    port: 'all',
    purpose: 'analytics',
    duration: 'P30D',
  })
  await access.decide(a.owner, { id: asked.id, decision: 'approve', policyVersion: 'bench' })

  const file = await storage.localPath(snapshot.storageKey)
  const instance = await DuckDBInstance.create(':memory:')
  const engine = await instance.connect()
  await engine.run(`create schema flights; create view flights."all" as select * from read_parquet('${file}')`)
  const governed = async (sql: string) => serve.answer(a.member, await serve.plan(a.member, ask.parse({ sql })))
  const columns = snapshot.schema.map(({ name }) => name)
  const [first = ''] = columns
  for (const [what, sql] of [
    ['ten rows', 'select * from flights."all" limit 10'],
    [
      'a group by over 3,000,000 rows',
      `select "${first}" % 10 as k, count(*) as n from flights."all" group by k order by k`,
    ],
    [
      'every column counted',
      `select ${columns.map((name) => `count(distinct "${name}")`).join(', ')} from flights."all"`,
    ],
  ] as const) {
    const statement =
      what.startsWith('a group') && snapshot.schema[0]?.type.includes('TIME')
        ? sql.replace(`"${first}" % 10`, `minute("${first}")`)
        : sql
    await governed(statement)
    const plain = await median(ROUNDS, async () => (await engine.runAndReadAll(statement)).getRowsJson(), think)
    const ours = await median(ROUNDS, () => governed(statement), think)
    const limit = plain * 1.2 + 25
    console.log(
      `${what}: governed ${ours.toFixed(0)} ms, plain DuckDB ${plain.toFixed(0)} ms: ratio ${(ours / plain).toFixed(2)}, limit ${limit.toFixed(0)} ms`,
    )
  }
  engine.closeSync()

  audit.startSealer()
  const reads = async () => {
    let left = READS
    const began = performance.now()
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        while (left-- > 0) await governed('select * from flights."all" limit 10')
      }),
    )
    return READS / ((performance.now() - began) / 1000)
  }
  await reads()
  const rates = { audited: 0, unaudited: 0 }
  for (let round = 0; round < 3; round++) {
    rates.audited += await reads()
    await owner.query('create rule nothing as on insert to audit_entry do instead nothing')
    rates.unaudited += await reads()
    await owner.query('drop rule nothing on audit_entry')
  }
  console.log(
    `reads by ${CLIENTS} clients of one organisation: ${(rates.audited / 3).toFixed(0)} a second audited, ${(rates.unaudited / 3).toFixed(0)} without: ratio ${(rates.audited / rates.unaudited).toFixed(2)} (limit 0.60)`,
  )
  console.log(
    `peak memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, DuckDB's children aside`,
  )
} finally {
  await owner.end()
  await closeDatabase()
  await stop()
}
process.exit(0)

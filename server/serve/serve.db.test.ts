import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import type { Purpose } from '@/server/access/schema'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as serve from './index'
import { ask, rowsAsk } from './schema'

let a: Tenant
let b: Tenant
let connection: string
const root = () => path.join(process.env.STOA_DATA_DIR!, 'serve-files')

const schema = (object: string, ref: string, columns: string) =>
  `  - name: ${object}\n    physicalName: ${ref}\n    properties:\n${columns
    .split(' ')
    .map(
      (column) => `      - name: ${column.split('=')[0]}\n        physicalName: '${column.split('=')[1] ?? column}'\n`,
    )
    .join('')}`
const yaml = (slug: string, port: string, objects: string) => `apiVersion: v1.0.0
kind: DataProduct
id: ${slug}
status: draft
name: ${slug}
version: 1.0.0
domain: sales
description: { purpose: test }
outputPorts: [{ name: ${port}, version: 1.0.0, contractId: ${slug}-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: ${slug}-contract
version: 1.0.0
servers: [{ server: shop-files, type: custom }]
schema:
${objects}`

async function sync(files: Record<string, string>) {
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(root(), a.org.slug, file), content)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: Object.keys(files) })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  const { snapshots } = await ingestion.getRun(a.scope, run)
  return snapshots
}

async function publish(slug: string, port: string, objects: string) {
  await product.save(a.publisher, { slug, written: product.readDocuments({ yaml: yaml(slug, port, objects) }) })
  await product.publish(a.publisher, { slug })
}

async function grant(actor: Actor, slug: string, port: string, purpose: Purpose = 'analytics') {
  const asked = await access.request(actor, { product: slug, port, purpose, duration: 'P30D' })
  const decided = await access.decide(a.owner, { id: asked.id, decision: 'approve', policyVersion: 'test' })
  return decided.grant!
}

const run = async (actor: Actor, sql: string, more: { purpose?: string; limit?: number } = {}, signal?: AbortSignal) =>
  serve.answer(actor, await serve.plan(actor, ask.parse({ sql, ...more })), signal)
const refusal = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  )
  if (!(error instanceof AppError)) throw error ?? new Error('it was answered')
  return error
}

beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'orders.csv'), 'no,country\n1,DE\n')
  const made = { kind: 'files', name: 'shop-files', domain: 'sales', config: { path: '*.csv' } }
  connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  await sync({ 'orders.csv': 'no,country,secret\n1,DE,x\n2,FR,y\n3,DE,z\n', 'lines.csv': 'order,amount\n1,5\n1,7\n' })
  await publish('orders', 'all', schema('orders', 'orders.csv', 'id=no country'))
  await publish(
    'shop',
    'both',
    schema('orders', 'orders.csv', 'no country') + schema('lines', 'lines.csv', 'order amount'),
  )
}, 180_000)

describe('who reads what', () => {
  test('without a grant one is told how to ask; what is not there is not found, in another organisation too', async () => {
    const forbidden = await refusal(run(a.member, 'select * from "orders"."all"'))
    expect(forbidden).toMatchObject({ code: 'forbidden', message: expect.stringContaining('/api/v1/access-requests') })
    expect(await refusal(run(a.member, 'select * from nothing.all'))).toMatchObject({ code: 'not_found' })
    expect(await refusal(run(b.owner, 'select * from "orders"."all"'))).toMatchObject({ code: 'not_found' })
    expect(await refusal(run(a.steward, 'select * from "orders"."all"'))).toMatchObject({ code: 'forbidden' })
    expect(await refusal(run(a.member, 'select 1'))).toMatchObject({ code: 'invalid' })
    expect(await refusal(run(a.member, 'select * from duckdb_tables'))).toMatchObject({ code: 'invalid' })
  })

  test('the publisher of its domain reads by role, under the contract’s names and columns alone', async () => {
    const answer = await run(a.publisher, 'select * from "orders"."all" order by id')
    expect(answer.columns.map((column) => column.name)).toEqual(['id', 'country'])
    expect(answer).toMatchObject({ rowCount: 3, truncated: false, grants: [] })
    expect(await refusal(run(a.publisher, 'select secret from "orders"."all"'))).toMatchObject({ code: 'invalid' })
  })

  test('a grant reads its port and nothing beside it', async () => {
    const id = await grant(a.member, 'orders', 'all')
    const answer = await run(a.member, 'select country, count(*) n from orders.all group by 1 order by 2 desc')
    expect(answer).toMatchObject({
      rows: [
        ['DE', '2'],
        ['FR', '1'],
      ],
      grants: [id],
    })
    expect(answer.terms).toEqual([expect.objectContaining({ product: 'orders', port: 'all', purpose: 'analytics' })])
    const beside = await refusal(run(a.member, 'select * from orders.all, shop.both.lines'))
    expect(beside).toMatchObject({ code: 'forbidden', message: expect.stringContaining('"shop"."both"') })
    const sly = 'with "shop" as (select 1) select (select count(*) from "shop"."both"."lines") from orders.all'
    expect(await refusal(run(a.member, sly))).toMatchObject({ code: 'forbidden' })
  })

  test('a port of several objects names each', async () => {
    const joined = 'select sum(l.amount::int) from shop.both.orders o join shop.both.lines l on l."order" = o.no'
    expect((await run(a.publisher, joined)).rows).toEqual([['12']])
    const wrong = await refusal(run(a.publisher, 'select * from shop.both'))
    expect(wrong.message).toContain('"shop"."both"')
  })

  test('one purpose at a time: with two held it is asked for', async () => {
    await grant(a.auditor, 'orders', 'all', 'research')
    await grant(a.auditor, 'orders', 'all', 'analytics')
    const which = await refusal(run(a.auditor, 'from orders.all'))
    expect(which).toMatchObject({ code: 'invalid', message: expect.stringContaining('analytics, research') })
    const answer = await run(a.auditor, 'from orders.all', { purpose: 'research' })
    expect(answer.terms[0]?.purpose).toBe('research')
    expect(await refusal(run(a.auditor, 'from orders.all', { purpose: 'operations' }))).toMatchObject({
      code: 'invalid',
    })
  })
})

describe('what an answer leaves', () => {
  test('an entry in the audit and a receipt that says when it no longer holds', async () => {
    const { receipt, query } = await run(a.member, 'select count(*) from orders.all')
    const { items } = await audit.list(a.scope, { action: 'port.read' }, { limit: 5 })
    expect(items[0]).toMatchObject({ actor: a.member.principal.id, detail: { receipt, query, product: 'orders' } })
    const held = await serve.getReceipt(a.member, receipt)
    expect(held).toMatchObject({ holds: true, because: [], sources: [{ product: 'orders', productVersion: '1.0.0' }] })
    expect(await refusal(serve.getReceipt(a.publisher, receipt))).toMatchObject({ code: 'not_found' })
    expect(await refusal(serve.getReceipt(b.owner, receipt))).toMatchObject({ code: 'not_found' })
    const [snapshot] = await sync({ 'orders.csv': 'no,country,secret\n1,DE,x\n2,FR,y\n3,DE,z\n4,IT,q\n' })
    await product.advancePorts(a.scope, { asset: snapshot!.asset })
    expect(await serve.getReceipt(a.member, receipt)).toMatchObject({
      holds: false,
      because: [expect.stringContaining('changed')],
    })
    const { items: history } = await serve.listQueries(a.member, { limit: 10 })
    expect(history[0]).toMatchObject({ id: query, state: 'done', rows: 1, receipt })
    expect(await refusal(serve.cancel(a.member, query))).toMatchObject({ code: 'conflict' })
  })

  test('rows by columns and one condition', async () => {
    const rows = async (more: object) => {
      const plan = await serve.planRows(a.member, rowsAsk.parse({ product: 'orders', port: 'all', ...more }))
      return serve.answer(a.member, plan)
    }
    expect((await rows({ columns: 'country', where: 'id > 1', limit: 1 })).truncated).toBe(true)
    expect(await refusal(rows({ where: 'true) or exists (select 1' }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(rows({ columns: 'secret' }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(rows({ object: 'other' }))).toMatchObject({ code: 'invalid' })
  })
})

describe('what is cut', () => {
  const endless = 'select count(*) from orders.all, range(100000000) a, range(100000) b where a.range * b.range % 7 = 3'

  test('a running statement and a download when the grant is revoked; the next read is refused, saying why', async () => {
    const id = await grant(a.steward, 'orders', 'all')
    const running = refusal(run(a.steward, endless))
    const long = 'select o.id, a.range from orders.all o, range(100000000) a'
    const plan = await serve.plan(a.steward, ask.parse({ sql: long, format: 'csv' }))
    const download = await serve.download(a.steward, plan)
    const reader = download.stream.getReader()
    await reader.read()
    await access.revoke(a.owner, { id, note: 'the project is over' })
    const began = Date.now()
    expect(await running).toMatchObject({ code: 'forbidden', message: expect.stringContaining('the project is over') })
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'forbidden' })
    expect(Date.now() - began).toBeLessThan(4_000)
    const next = await refusal(run(a.steward, 'from orders.all'))
    expect(next).toMatchObject({ code: 'forbidden', message: expect.stringContaining('revoked') })
  })

  test('a statement its owner cancels, and one whose caller leaves', async () => {
    const running = refusal(run(a.member, endless))
    const found = async () => (await serve.listQueries(a.member, { limit: 1 })).items[0]
    await expect.poll(async () => (await found())?.state).toBe('running')
    const { id } = (await found())!
    expect(await refusal(serve.cancel(b.member, id))).toMatchObject({ code: 'not_found' })
    await serve.cancel(a.member, id)
    expect(await running).toMatchObject({ code: 'conflict' })
    await expect.poll(async () => (await found())?.state).toBe('cancelled')
    await expect(run(a.member, endless, {}, AbortSignal.timeout(500))).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('more than many at once are asked to come back', async () => {
    const leave = new AbortController()
    const many = Array.from({ length: 34 }, () => run(a.member, endless, {}, leave.signal).catch((error) => error))
    const first = await Promise.race(many)
    expect(first).toMatchObject({ code: 'limited', retryAfter: 2 })
    leave.abort(new Error('left'))
    await Promise.all(many)
  })
})

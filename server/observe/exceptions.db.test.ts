import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { copyWhole } from '@/prisma/seed/copy-whole'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as observe from './index'

// What was found to be expected: kept while it is no worse, until a time, by those who publish.

let a: Tenant
let connection: string
const tokens: Record<string, string> = {}
vi.setConfig({ testTimeout: 120_000 })
const root = () => path.join(process.env.STOA_DATA_DIR!, 'exception-files')
const documents = `apiVersion: v1.0.0
kind: DataProduct
id: strikes
status: draft
name: Bird strikes
version: 1.0.0
domain: sales
outputPorts: [{ name: all, version: 1.0.0, contractId: strikes }]
---
apiVersion: v3.2.0
kind: DataContract
id: strikes
version: 1.0.0
servers: [{ server: strike-files, type: custom }]
slaProperties: [{ property: availability, value: 99.99, unit: percent }]
schema:
  - name: strikes
    physicalName: strikes.csv
    properties:
      - name: damage
        logicalType: string
        quality: [{ name: Damage is known, metric: nullValues, mustBe: 0, severity: warning }]
      - { name: airport, logicalType: string }
`
const rest = async (who: string, method: string, route: string, body?: unknown) => {
  const answer = await restCall(method, route, { token: tokens[who], body })
  return { status: answer.status, body: JSON.parse(answer.text) }
}
let lines = 0
/** Rows arrive of which so many have no damage. */
async function arrive(unknown: number) {
  const rows = Array.from({ length: 6 }, (_, n) => `${n < unknown ? '' : 'N'},CHS ${++lines}`)
  writeFileSync(path.join(root(), a.org.slug, 'strikes.csv'), `damage,airport\n${rows.join('\n')}\n`)
  await copyWhole(a.publisher, connection, ['strikes.csv'])
  await product.advancePorts(a.scope)
  await observe.watchProduct(a.scope, 'strikes')
}
const only = async () => (await rest('publisher', 'GET', '/incidents')).body.items
const promise = async () =>
  (await rest('publisher', 'GET', '/products/strikes/expectations')).body.items.find(
    ({ title }: { title: string }) => title === 'Damage is known',
  )
const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 })
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const expected = (id: string, more: object = {}, who = 'publisher') =>
  rest(who, 'POST', `/incidents/${id}/resolve`, { as: 'expected', note: 'So it is.', exceptUntil: inDays(30), ...more })

beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  for (const who of ['publisher', 'member', 'steward'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'strikes.csv'), 'damage,airport\nN,CHS\n')
  const made = { kind: 'files', name: 'strike-files', domain: 'sales', config: { path: '*.csv' } }
  connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  await copyWhole(a.publisher, connection, ['strikes.csv'])
  await product.save(a.publisher, { slug: 'strikes', written: product.readDocuments({ yaml: documents }) })
  await product.publish(a.publisher, { slug: 'strikes' })
  await arrive(2)
}, 120_000)
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

describe('an exception', () => {
  it.each([
    ['for what was fixed', { as: 'fixed' }, 'publisher', 400],
    ['that ended before it began', { exceptUntil: '2020-01-01T00:00:00Z' }, 'publisher', 400],
    ['without an end worth the name', { exceptUntil: '2999-01-01T00:00:00Z' }, 'publisher', 400],
    ['by who may only look', {}, 'member', 403],
  ])('is refused %s', async (_, more, who, status) => {
    const [{ id }] = await only()
    expect((await expected(id, more, who)).status).toBe(status)
    expect(await promise()).toMatchObject({ excepted: null, last: { state: 'broken' } })
    expect(await only()).toMatchObject([{ state: 'open' }])
  })

  it('keeps what is no worse, and lets in nothing that is', async () => {
    const [{ id }] = await only()
    expect(await expected(id)).toMatchObject({ status: 200, body: { state: 'resolved', resolvedAs: 'expected' } })
    expect(await promise()).toMatchObject({
      excepted: { why: 'So it is.', by: 'publisher' },
      last: { state: 'kept', value: 2 },
    })
    await arrive(2)
    expect(await promise()).toMatchObject({ last: { state: 'kept', value: 2 } })
    const { items } = (await rest('publisher', 'GET', `/measurements?expectation=${(await promise()).id}`)).body
    expect(items.at(-1)).toMatchObject({
      low: 0,
      high: 0,
      detail: expect.stringMatching(/^No worse than what is expected until/),
    })
    expect(await only()).toMatchObject([{ id, state: 'resolved' }])
    await arrive(3)
    expect(await promise()).toMatchObject({ last: { state: 'broken', value: 3 } })
    expect(await only()).toMatchObject([{ id, state: 'regressed' }])
  })

  it('is over at its end, or when it is taken back', async () => {
    const [{ id }] = await only()
    expect((await expected(id)).status).toBe(200)
    await arrive(1)
    expect(await only()).toMatchObject([{ id, state: 'resolved' }])
    const { id: asked } = await promise()
    const withdraw = (who: string) => rest(who, 'DELETE', `/expectations/${asked}/exception`)
    expect((await withdraw('member')).status).toBe(403)
    expect(await withdraw('publisher')).toMatchObject({
      status: 200,
      body: { excepted: null, last: { state: 'broken' } },
    })
    expect((await withdraw('publisher')).status).toBe(200)
    expect(await only()).toMatchObject([{ id, state: 'regressed' }])
    expect((await expected(id, { exceptUntil: inDays(1) })).status).toBe(200)
    await observe.watchLevels(a.scope, 'strikes')
    expect(await only()).toMatchObject([{ id, state: 'resolved' }])
    later(2)
    await observe.watchLevels(a.scope, 'strikes')
    expect(await promise()).toMatchObject({ excepted: null, last: { state: 'broken' } })
    expect(await only()).toMatchObject([{ id, state: 'regressed' }])
  })
})

it('a pause counts against the availability that a contract promises', async () => {
  const available = async () =>
    (await rest('publisher', 'GET', '/products/strikes/expectations')).body.items.find(
      ({ title }: { title: string }) => title === 'all is available',
    )
  await observe.watchLevels(a.scope, 'strikes')
  expect(await available()).toMatchObject({ kind: 'service_level', last: { state: 'kept', value: 100 } })
  const [{ id }] = await only()
  const pause = { kind: 'pause', note: 'Wait.', until: inDays(1 / 24) }
  expect((await rest('publisher', 'POST', `/incidents/${id}/adjust`, pause)).status).toBe(200)
  later(4)
  await observe.watchLevels(a.scope, 'strikes')
  expect(await available()).toMatchObject({ last: { state: 'broken', value: expect.closeTo(100 - 100 / 720, 2) } })
  expect((await only()).map(({ title }: { title: string }) => title)).toContain('all was not available')
})

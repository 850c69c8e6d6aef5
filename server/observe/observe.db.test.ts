import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { copyWhole } from '@/prisma/seed/copy-whole'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as observe from './index'
import type { IncidentDetail } from './schema'

// A product over a real file that is synced again and again: what is broken, mended and broken again, as its people see it.

let a: Tenant
let b: Tenant
let connection: string
const tokens: Record<string, string> = {}
vi.setConfig({ testTimeout: 120_000 })
const root = () => path.join(process.env.STOA_DATA_DIR!, 'observe-files')
const good = ['no,airport,damage', '1,CHS,N', '2,LIH,M']
const bad = [...good, ',BOS,M']

async function sync(lines: readonly string[]) {
  writeFileSync(path.join(root(), a.org.slug, 'strikes.csv'), `${lines.join('\n')}\n`)
  await copyWhole(a.publisher, connection, ['strikes.csv'])
  await product.advancePorts(a.scope)
  await observe.watchProduct(a.scope, 'strikes')
}
const documents = `apiVersion: v1.0.0
kind: DataProduct
id: strikes
status: draft
name: Bird strikes
version: 1.0.0
domain: sales
description: { purpose: Strikes that airports reported }
outputPorts: [{ name: all, version: 1.0.0, contractId: strikes }]
---
apiVersion: v3.2.0
kind: DataContract
id: strikes
version: 1.0.0
servers: [{ server: strike-files, type: custom }]
slaProperties: [{ property: frequency, value: 1, unit: d }]
schema:
  - name: strikes
    physicalName: strikes.csv
    properties:
      - { name: number, physicalName: 'no', logicalType: integer, required: true, unique: true }
      - { name: airport, logicalType: string }
      - { name: damage, logicalType: string, required: true }
`
const rest = async (who: string, method: string, route: string, body?: unknown) => {
  const answer = await restCall(method, route, { token: tokens[who], body })
  return { status: answer.status, body: JSON.parse(answer.text) }
}
const incidents = async (query = '') => (await rest('publisher', 'GET', `/incidents${query}`)).body.items
const only = async (): Promise<IncidentDetail> => {
  const [first] = await incidents()
  return (await rest('publisher', 'GET', `/incidents/${first.id}`)).body
}
const told = async (who: 'publisher' | 'member' = 'publisher') =>
  (await notify.list(a.scope, a[who].principal.id, { limit: 50 })).items.filter(({ kind }) =>
    kind.startsWith('observe/'),
  )

beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  for (const who of ['publisher', 'member', 'auditor'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  tokens.other = (await tenancy.createToken(b.owner, { name: 'test' })).token
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'strikes.csv'), `${good.join('\n')}\n`)
  const made = { kind: 'files', name: 'strike-files', domain: 'sales', config: { path: '*.csv' } }
  connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  await copyWhole(a.publisher, connection, ['strikes.csv'])
  await product.save(a.publisher, { slug: 'strikes', written: product.readDocuments({ yaml: documents }) })
  await product.publish(a.publisher, { slug: 'strikes' })
  const ask = { product: 'strikes', port: 'all', purpose: 'analytics', duration: 'P30D' }
  const request = (await rest('member', 'POST', '/access-requests', ask)).body
  await rest('publisher', 'POST', `/access-requests/${request.id}/decision`, { decision: 'approve' })
  await observe.watchProduct(a.scope, 'strikes')
}, 120_000)
afterAll(closeDatabase)

describe('a product that keeps its promises', () => {
  it('has each of them watched and measured, once, and no incident', async () => {
    await observe.watchProduct(a.scope, 'strikes')
    await observe.watchLevels(a.scope, 'strikes')
    const { items } = (await rest('member', 'GET', '/products/strikes/expectations')).body
    expect(items.map(({ title, kind, last }: never) => [title, kind, (last as { state: string }).state])).toEqual(
      expect.arrayContaining([
        ['number is never empty', 'schema', 'kept'],
        ['number never repeats', 'schema', 'kept'],
        ['damage is there and is string', 'schema', 'kept'],
        ['all is fresh', 'freshness', 'kept'],
      ]),
    )
    const { id } = items.find(({ title }: { title: string }) => title === 'number never repeats')
    const { items: measured } = (await rest('member', 'GET', `/measurements?expectation=${id}`)).body
    expect(measured).toMatchObject([{ value: 0, state: 'kept' }])
    expect(await incidents()).toEqual([])
  })
})

describe('a broken promise', () => {
  it('is one incident and one message, however often it is seen', async () => {
    for (let n = 0; n < 3; n++) await sync([...bad, `${n + 3},ATL,N`])
    await observe.watchProduct(a.scope, 'strikes')
    expect(await incidents()).toMatchObject([
      {
        state: 'open',
        title: 'number is never empty',
        cause: 'Measured 1, must be 0.',
        seen: 3,
        severity: 'error',
        product: { slug: 'strikes' },
        owner: { name: 'publisher' },
      },
    ])
    expect(await told()).toMatchObject([
      { kind: 'observe/incident.opened', title: 'A promise of Bird strikes is broken: number is never empty' },
    ])
    // Who holds the port hears of it once too, and where to look; who holds nothing does not.
    expect(await told('member')).toMatchObject([
      {
        kind: 'observe/port.broken',
        title: 'A promise of Bird strikes is broken: number is never empty',
        link: '/catalog/strikes?tab=quality',
      },
    ])
    expect(
      (await notify.list(a.scope, a.steward.principal.id, { limit: 50 })).items.map(({ kind }) => kind),
    ).not.toContain('observe/port.broken')
    const { events, expectations } = await only()
    expect(events.map(({ kind, by }) => [kind, by])).toEqual([['opened', null]])
    expect(expectations).toMatchObject([{ title: 'number is never empty', last: { value: 1, state: 'broken' } }])
  })

  it('is acknowledged by those who may, and once', async () => {
    const { id } = await only()
    expect((await rest('member', 'POST', `/incidents/${id}/acknowledge`, {})).status).toBe(403)
    expect((await rest('auditor', 'POST', `/incidents/${id}/acknowledge`, {})).status).toBe(403)
    const note = 'The airport was asked.'
    expect((await rest('publisher', 'POST', `/incidents/${id}/acknowledge`, { note })).body).toMatchObject({
      state: 'acknowledged',
      events: [{ kind: 'opened' }, { kind: 'acknowledged', by: 'publisher', note }],
    })
    expect((await rest('publisher', 'POST', `/incidents/${id}/acknowledge`, {})).status).toBe(409)
  })

  it('that is kept again is resolved by itself, and comes back as the same', async () => {
    await sync(good)
    expect(await only()).toMatchObject({ state: 'resolved', resolvedAs: 'fixed', expectations: [] })
    await sync([...bad, '9,ATL,N'])
    const back = await only()
    expect(back).toMatchObject({ state: 'regressed', seen: 4, acknowledgedAt: null, resolvedAs: null })
    expect(back.events.map(({ kind }) => kind)).toEqual(['opened', 'acknowledged', 'recovered', 'regressed'])
    expect((await told()).map(({ kind }) => kind).sort()).toEqual([
      'observe/incident.opened',
      'observe/incident.regressed',
    ])
    expect(await incidents('?state=resolved')).toEqual([])
    expect(await incidents('?state=open,regressed&product=strikes')).toHaveLength(1)
  })

  it('that was expected stays quiet until it was kept once', async () => {
    const { id } = await only()
    expect((await rest('publisher', 'POST', `/incidents/${id}/resolve`, { as: 'expected' })).status).toBe(400)
    const why = { as: 'expected', note: 'Boston has no numbers this week.' }
    expect((await rest('publisher', 'POST', `/incidents/${id}/resolve`, why)).body).toMatchObject({
      state: 'resolved',
      resolvedAs: 'expected',
    })
    await sync([...bad, '10,ATL,N'])
    expect(await only()).toMatchObject({ state: 'resolved', resolvedAs: 'expected', seen: 5 })
    await sync(good)
    await sync([...bad, '11,ATL,N'])
    expect(await only()).toMatchObject({ state: 'regressed', seen: 6 })
    await sync(good)
  })

  it('of a column that is gone is told once for all that was promised of it', async () => {
    await sync(good.map((line) => line.split(',').slice(0, 2).join(',')))
    const live = await incidents('?state=open')
    expect(live).toMatchObject([
      { title: 'damage is gone', cause: 'The rows of strikes have no column damage any more.', seen: 1 },
    ])
    const { expectations } = (await rest('publisher', 'GET', `/incidents/${live[0].id}`)).body
    expect(expectations.map(({ title }: { title: string }) => title).sort()).toEqual([
      'damage is never empty',
      'damage is there and is string',
    ])
  })

  it('that nobody makes any more is nobody’s care', async () => {
    await product.retire(a.publisher, { slug: 'strikes', note: 'Replaced.' })
    await observe.watchProduct(a.scope, 'strikes')
    expect(await incidents('?state=open,acknowledged,regressed')).toEqual([])
    const { events } = await only()
    expect(events.at(-1)).toMatchObject({ kind: 'recovered', note: 'It is promised no more.' })
    expect((await rest('publisher', 'GET', '/products/strikes/expectations')).body.items).toEqual([])
  })

  it('is nothing to another organisation', async () => {
    const { id } = (await incidents())[0]
    for (const [method, route, body] of [
      ['GET', `/incidents/${id}`],
      ['POST', `/incidents/${id}/acknowledge`, {}],
      ['POST', `/incidents/${id}/resolve`, { as: 'fixed', note: 'no' }],
      ['GET', '/incidents?product=strikes'],
      ['GET', '/products/strikes/expectations'],
    ] as const)
      expect([route, (await rest('other', method, route, body)).status]).toEqual([route, 404])
    expect((await rest('other', 'GET', '/incidents')).body.items).toEqual([])
  })
})

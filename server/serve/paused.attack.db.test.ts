import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import { closeDatabase } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as serve from './index'
import { ask } from './schema'

// A port that is paused is read by nobody: by no right, through no door, until its time has come by the clock.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
let a: Tenant
let productId: string
const tokens: Record<string, string> = {}
const people = ['member', 'publisher', 'owner'] as const
const HOUR = 3_600_000 // ms

beforeAll(async () => {
  ;({ a } = await classifiedStaff('paused-files'))
  for (const who of people) tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  const wish = { product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P1D' }
  const asked = await access.request(a.member, wish)
  await access.decide(a.owner, { id: asked.id, decision: 'approve', policyVersion: 'test' })
  productId = (await product.get(a.scope, { slug: 'staff' })).id
})
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

const end = new Date(Date.now() + HOUR)
const pause = (id: string) =>
  product.markPort(a.owner, {
    id,
    productId,
    port: 'plain',
    kind: 'paused',
    why: 'A leak is looked into.',
    until: end,
  })
const resume = (id: string) => product.unmarkPort(a.scope, { id, by: { id: 'system' } })
const call = (who: string, method: string, route: string, body?: unknown) =>
  restCall(method, route, { token: tokens[who], body })
const sql = 'select id from "staff"."plain"'
const doors: [method: string, route: string, body?: object][] = [
  ...['json', 'csv', 'arrow', 'parquet'].map((format): [string, string, object] => ['POST', '/query', { sql, format }]),
  ['POST', '/query', { sql, format: 'json', purpose: 'analytics' }],
  ['GET', '/ports/staff/plain/rows'],
  ['GET', '/ports/staff/plain/rows?columns=id&where=id=1&format=csv'],
]

describe('a paused port', () => {
  test('is read through no door, by grant or by role, and says why and until when', async () => {
    for (const who of people)
      for (const [method, route, body] of doors) expect((await call(who, method, route, body)).status).toBe(200)
    await pause('adj_1')
    for (const who of people) {
      for (const [method, route, body] of doors) {
        const { status, text } = await call(who, method, route, body)
        expect([who, route, body, status]).toEqual([who, route, body, 403])
        expect(JSON.parse(text).error.message).toMatch(
          /^The port plain is paused until \d{4}-.*Z: A leak is looked into\.$/,
        )
      }
      const { items } = JSON.parse((await call(who, 'GET', '/ports')).text)
      const known = items.filter(({ port, paused }: Record<string, string>) => port === 'plain' && paused)
      expect(known).toHaveLength(1)
      const profile = JSON.parse((await call(who, 'GET', '/products/staff/ports/plain/profile')).text)
      for (const { min, max, histogram } of profile.objects[0].columns)
        expect([min, max, histogram]).toEqual([null, null, null])
    }
  })

  test('keeps no other port of its product waiting', async () => {
    const read = { sql: 'select count(*) from "staff"."pay"', format: 'json' }
    expect((await call('publisher', 'POST', '/query', read)).status).toBe(200)
    const both = { ...read, sql: 'select count(*) from "staff"."pay" p join "staff"."plain" q on p.id = q.id' }
    expect((await call('publisher', 'POST', '/query', both)).status).toBe(403)
  })

  test('is served again by the clock alone, and shut to nobody whose time has come', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: end.getTime() - 5_000 })
    expect((await call('member', ...doors[0]!)).status).toBe(403)
    vi.setSystemTime(end.getTime() + 5_000)
    expect((await call('member', ...doors[0]!)).status).toBe(200)
  })

  test('cuts what runs and what is downloaded, and answers nobody who planned before', async () => {
    await resume('adj_1')
    const read = async (text: string) => serve.answer(a.member, await serve.plan(a.member, ask.parse({ sql: text })))
    const planned = await serve.plan(a.member, ask.parse({ sql }))
    const endless = `${sql.replace('id', 'count(*)')}, range(100000000) r, range(100000) s where r.range * s.range % 7 = 3`
    const statement = read(endless).then(
      () => null,
      (error: unknown) => error,
    )
    const long = 'select o.id, r.range from staff.plain o, range(100000000) r'
    const { stream } = await serve.download(a.owner, await serve.plan(a.owner, ask.parse({ sql: long, format: 'csv' })))
    const reader = stream.getReader()
    expect((await reader.read()).done).toBe(false)
    await pause('adj_2')
    const cut = { code: 'forbidden', message: expect.stringContaining('The port plain is paused until') }
    await expect(serve.answer(a.member, planned)).rejects.toMatchObject(cut)
    expect(await statement).toMatchObject(cut)
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    await expect(rest()).rejects.toMatchObject(cut)
    await resume('adj_2')
    expect((await read(sql)).rows).toHaveLength(3)
  })
})

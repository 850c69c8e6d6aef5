import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { flightDay, growingFlights } from '@/prisma/seed/growing-flights'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as observe from './index'
import type { ShownExpectation } from './schema'

// What an owner expects beside the contract, over a real file that grows day by day.

let a: Tenant
let b: Tenant
const tokens: Record<string, string> = {}
vi.setConfig({ testTimeout: 240_000 })
let fly: Awaited<ReturnType<typeof growingFlights>>['fly']
let measure: Awaited<ReturnType<typeof growingFlights>>['measure']
const rest = async (who: string, method: string, route: string, body?: unknown, headers?: Record<string, string>) => {
  const answer = await restCall(method, route, { token: tokens[who], body, headers })
  return { status: answer.status, body: JSON.parse(answer.text) }
}
const put = (items: unknown[], headers?: Record<string, string>) =>
  rest('publisher', 'PUT', '/products/flights/expectations', { items }, headers)
const added = async (who = 'publisher'): Promise<ShownExpectation[]> =>
  (await rest(who, 'GET', '/products/flights/expectations')).body.items.filter(
    ({ source }: ShownExpectation) => source === 'added',
  )
const incidents = async () => (await rest('publisher', 'GET', '/incidents?state=open,regressed')).body.items

const volume = { kind: 'volume', port: 'all', band: { low: 50, high: 500 }, severity: 'error' }
const times = {
  kind: 'drift',
  port: 'all',
  column: 'delay',
  by: 'day',
  window: 'P2D',
  statistic: 'wasserstein',
  threshold: 0.5,
}
const drift = { ...times, reference: { from: `${flightDay(0)}T00:00:00Z`, to: `${flightDay(5)}T00:00:00Z` } }
const metric = { kind: 'metric', title: 'Mean delay', sql: 'select avg(delay) from "flights"."all"', band: { high: 5 } }
const relation = { kind: 'relation', port: 'all', column: 'delay', operator: '<', to: { column: 'landed' } }

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  for (const who of ['publisher', 'member', 'auditor'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  tokens.other = (await tenancy.createToken(b.owner, { name: 'test' })).token
  ;({ fly, measure } = await growingFlights(a))
}, 120_000)
afterAll(closeDatabase)

describe('what an owner expects', () => {
  it('is written whole, measured, and read as it may be written again', async () => {
    const written = await put([volume, drift, metric, relation])
    expect([written.status, written.body.error]).toEqual([200, undefined])
    await measure()
    const standing = (await added()).map(({ kind, last }) => [kind, last?.state, last?.value])
    expect(standing).toEqual(
      expect.arrayContaining([
        ['volume', 'kept', 80],
        ['drift', 'kept', 0],
        ['metric', 'kept', -0.5],
        ['relation', 'kept', 0],
      ]),
    )
    const { items, etag } = (await rest('publisher', 'GET', '/products/flights/expectations')).body
    const ids = (await added()).map(({ id }) => id)
    expect((await put(items.map(({ ownerName: _, ...item }: ShownExpectation) => item))).status).toBe(200)
    expect((await added()).map(({ id }) => id)).toEqual(ids)
    expect((await rest('publisher', 'GET', '/products/flights/expectations')).body.etag).toBe(etag)
  })

  it('that is not so is one incident, and ends when it is so again', async () => {
    await fly(12, 8)
    expect((await incidents()).map(({ title, seen }: { title: string; seen: number }) => [title, seen]).sort()).toEqual(
      [
        ['Mean delay', 1],
        ['delay has not drifted', 1],
      ],
    )
    await measure()
    expect((await incidents()).map(({ seen }: { seen: number }) => seen)).toEqual([1, 1])
    await fly(13)
    expect(await incidents()).toEqual([])
  })

  it('is tried on what is kept before it goes live', async () => {
    const later = { ...drift, statistic: 'ks', threshold: 0.01, live: false }
    await fly(14, 10)
    await put([later, { ...volume, band: { high: 85 }, live: false }, metric])
    const [ks, rows] = await Promise.all(
      ['drift', 'volume'].map(async (kind) => (await added()).find((one) => one.kind === kind)!),
    )
    expect([ks!.last, rows!.last?.value]).toEqual([null, 140])
    const tried = (await rest('publisher', 'POST', `/expectations/${ks!.id}/backtest`, {})).body
    expect(tried.over).toBe('days')
    // Days 10 to 13 are late; of the two days up to the tenth one half is.
    const fired = tried.points.filter(({ fired }: { fired: boolean }) => fired)
    expect(fired.map(({ at }: { at: string }) => at.slice(0, 10))).toEqual([
      flightDay(10),
      flightDay(11),
      flightDay(12),
      flightDay(13),
    ])
    expect(tried.fired).toBe(4)
    const sizes = (await rest('publisher', 'POST', `/expectations/${rows!.id}/backtest`, {})).body
    expect(sizes.points.map(({ value }: { value: number }) => value)).toEqual([80, 120, 130, 140])
    expect(sizes.points.map(({ fired }: { fired: boolean }) => fired)).toEqual([false, true, true, true])
    expect((await added()).find(({ id }) => id === ks!.id)?.last).toBeNull()
    const means = (await added()).find(({ kind }) => kind === 'metric')!
    const was = (await rest('publisher', 'POST', `/expectations/${means.id}/backtest`, {})).body
    expect(
      was.points.map(({ value, fired }: { value: number; fired: boolean }) => [Math.round(value * 10) / 10, fired]),
    ).toEqual([
      [-0.5, false],
      [19.5, true],
      [-0.5, false],
      [16.6, true],
    ])
    expect(was.wereIncidents).toBe(0)
  })

  it('tells its numbers and its statement to those alone who may edit the product', async () => {
    const seen = (await added('member')).find(({ kind }) => kind === 'metric')!
    expect([seen.sql, seen.band, seen.last?.value, seen.last?.state]).toEqual([undefined, undefined, null, 'broken'])
    const { items } = (await rest('member', 'GET', `/measurements?expectation=${seen.id}`)).body
    expect(items.length).toBeGreaterThan(0)
    expect(
      items.every(({ value, low, high }: Record<string, unknown>) => value === null && low === null && high === null),
    ).toBe(true)
    const own = (await rest('publisher', 'GET', `/measurements?expectation=${seen.id}`)).body.items
    expect(own.some(({ value }: { value: number }) => value > 5)).toBe(true)
    for (const who of ['member', 'auditor'])
      for (const [method, route, body] of [
        ['PUT', '/products/flights/expectations', { items: [] }],
        ['POST', `/expectations/${seen.id}/backtest`, {}],
      ] as const)
        expect([who, route, (await rest(who, method, route, body)).status]).toEqual([who, route, 403])
  })
})

describe('a new normal', () => {
  const of = async (title: string) => (await incidents()).find((one: { title: string }) => one.title === title)
  const adjust = (id: string, body: object) => rest('publisher', 'POST', `/incidents/${id}/adjust`, body)

  it('is what drift is compared with from now on, until it is taken back', async () => {
    await put([drift, metric])
    await measure()
    const { id } = await of('delay has not drifted')
    expect((await rest('member', 'POST', `/incidents/${id}/adjust`, { kind: 'rebaseline', note: 'x' })).status).toBe(
      403,
    )
    const done = await adjust(id, { kind: 'rebaseline', note: 'Summer has come.' })
    expect([done.status, done.body.error]).toEqual([200, undefined])
    expect(done.body).toMatchObject({
      state: 'resolved',
      adjustments: [{ kind: 'rebaseline', verdict: 'helped', outcome: { rebaselined: ['delay has not drifted'] } }],
    })
    const moved = (await added()).find(({ kind }) => kind === 'drift')!
    expect([moved.reference, moved.last?.state]).toEqual([
      { from: `${flightDay(12)}T00:00:00.000Z`, to: `${flightDay(14)}T00:00:00.000Z` },
      'kept',
    ])
    const undone = await rest('publisher', 'POST', `/adjustments/${done.body.adjustments[0].id}/undo`, {})
    expect(undone.body).toMatchObject({ state: 'regressed' })
    expect((await added()).find(({ kind }) => kind === 'drift')?.reference).toEqual(drift.reference)
  })

  it('of a fixed band has to be said', async () => {
    const { id } = await of('Mean delay')
    const without = await adjust(id, { kind: 'rebaseline', note: 'x' })
    expect([without.status, without.body.error.details?.[0].path]).toEqual([400, 'band'])
    const said = await adjust(id, { kind: 'rebaseline', note: 'Later it is.', band: { high: 100 } })
    expect(said.body).toMatchObject({ state: 'resolved' })
    expect((await added()).find(({ kind }) => kind === 'metric')?.band).toEqual({ high: 100 })
  })

  it('is not needed of what is taken away: its incident ends with it', async () => {
    expect((await of('delay has not drifted')).state).toBe('regressed')
    await put([])
    expect(await incidents()).toEqual([])
    const { items } = (await rest('publisher', 'GET', '/incidents?state=resolved')).body
    expect(items.map(({ title }: { title: string }) => title)).toContain('delay has not drifted')
  })
})

describe('what cannot be expected', () => {
  it.each([
    [{ ...volume, band: { low: 9, high: 1 } }, 'items.0.band.low'],
    [{ ...volume, band: {} }, 'items.0.band'],
    [{ ...volume, port: 'none' }, 'items.0.port'],
    [{ ...drift, column: 'weather' }, 'items.0.column'],
    [{ ...drift, by: 'weather' }, 'items.0.by'],
    [{ ...drift, by: undefined }, 'items.0.by'],
    [{ ...metric, sql: 'select 1; select 2' }, 'items.0.sql'],
    [{ ...metric, sql: `select * from read_csv('/etc/passwd')` }, 'items.0.sql'],
    [{ ...metric, sql: `copy "flights"."all" to '/tmp/x'` }, 'items.0.sql'],
    [{ ...metric, sql: 'select count(*) from "secret"."all"' }, 'items.0.sql'],
    [{ ...metric, schedule: '* * * * * *' }, 'items.0.schedule'],
    [{ ...metric, schedule: '* * * * *' }, 'items.0.schedule'],
    [{ kind: 'access', measure: 'drifted', schedule: 'on_change' }, 'items.0.schedule'],
    [{ ...metric, owner: 'nobody@example.org' }, 'items.0.owner'],
    [{ ...metric, id: 'exp_0000000000' }, 'items.0.id'],
    [{ ...drift, column: undefined }, 'items.0.column'],
    [{ ...metric, sql: undefined }, 'items.0.sql'],
    [{ ...metric, colour: 'red' }, 'items.0.colour'],
    [{ kind: 'mood', port: 'all' }, 'items.0.kind'],
  ])('%j is refused at its place, and changes nothing', async (item, at) => {
    const before = await added()
    const answer = await put([item])
    expect(answer.status).toBe(400)
    expect(answer.body.error.details.map(({ path: where }: { path: string }) => where)).toContain(at)
    expect(await added()).toEqual(before)
  })

  it('twice is refused, and so is what was changed meanwhile', async () => {
    const twice = await put([volume, { ...volume, band: { low: 1 } }])
    expect([twice.status, twice.body.error.details[0].path]).toEqual([400, 'items.1'])
    expect((await put([], { 'if-match': '"stale"' })).status).toBe(409)
  })

  it.each([
    ['select flight from "flights"."all"', /several rows/],
    ['select flight, delay from "flights"."all" limit 1', /2 columns/],
    ['select max(day) from "flights"."all"', /gives DATE/],
    ['select flight from "flights"."all" where false', /no row/],
  ])('%s is not one number: unknown, with why, and no alarm', async (sql, why) => {
    await put([{ ...metric, sql, title: sql }])
    await measure()
    const [one] = await added()
    const { items } = (await rest('publisher', 'GET', `/measurements?expectation=${one!.id}`)).body
    expect(items).toMatchObject([{ state: 'unknown', value: null, detail: expect.stringMatching(why) }])
    expect(await incidents()).toEqual([])
  })

  it('that comes to NULL is unknown, and not nought', async () => {
    await put([{ ...metric, sql: `${metric.sql} where false` }])
    await measure()
    const [one] = await added()
    expect(one!.last).toMatchObject({ state: 'unknown', value: null })
  })

  it('reads no more than its author may at that moment', async () => {
    await put([metric])
    const { id = '' } = (await product.resource(a.scope, 'flights')) ?? {}
    await tenancy.changeMember(a.owner, a.publisher.principal.id, { state: 'disabled' })
    await observe.measureNow(a.scope, id)
    tokens.owner = (await tenancy.createToken(a.owner, { name: 'test' })).token
    const [one] = await added('owner')
    const { items } = (await rest('owner', 'GET', `/measurements?expectation=${one!.id}`)).body
    expect(items.at(-1)).toMatchObject({ state: 'unknown', detail: expect.stringContaining('here no more') })
    await tenancy.changeMember(a.owner, a.publisher.principal.id, { state: 'active' })
  })

  it('is nothing to another organisation', async () => {
    const [one] = await added('owner')
    for (const [method, route, body] of [
      ['PUT', '/products/flights/expectations', { items: [] }],
      ['POST', `/expectations/${one!.id}/backtest`, {}],
      ['GET', `/measurements?expectation=${one!.id}`],
    ] as const)
      expect([route, (await rest('other', method, route, body)).status]).toEqual([route, 404])
  })
})

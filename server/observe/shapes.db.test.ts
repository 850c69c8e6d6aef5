import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { flightDay, growingFlights } from '@/prisma/seed/growing-flights'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import type { ShownExpectation } from './schema'
import type { Shapes } from './shapes-schema'

// The values that drift compares, laid over each other for those who may see them.

let a: Tenant
const tokens: Record<string, string> = {}
vi.setConfig({ testTimeout: 240_000 })
let fly: Awaited<ReturnType<typeof growingFlights>>['fly']
const rest = async (who: string, method: string, route: string, body?: unknown) => {
  const answer = await restCall(method, route, { token: tokens[who], body })
  return { status: answer.status, body: JSON.parse(answer.text) }
}
const reference = { from: `${flightDay(0)}T00:00:00Z`, to: `${flightDay(5)}T00:00:00Z` }
const drift = (column: string, more = {}) => ({ kind: 'drift', port: 'all', column, ...more })
const byDay = { by: 'day', window: 'P2D', reference }

/** Expects these alone, and answers the shapes of the first. */
async function shapesOf(
  item: object,
  who = 'publisher',
): Promise<{ status: number; body: Shapes & { error?: { message: string } } }> {
  const { body } = await rest('publisher', 'PUT', '/products/flights/expectations', { items: [item] })
  const one = body.items.find(({ source }: ShownExpectation) => source === 'added')
  return rest(who, 'GET', `/expectations/${one.id}/shapes`)
}
const sums = ({ bars }: Shapes) => [
  bars.reduce((sum, one) => sum + one.reference, 0),
  bars.reduce((sum, one) => sum + one.current, 0),
]

beforeAll(async () => {
  let b: Tenant
  ;({ a, b } = await twoTenants())
  for (const who of ['owner', 'publisher', 'member', 'auditor'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  tokens.other = (await tenancy.createToken(b.owner, { name: 'test' })).token
  ;({ fly } = await growingFlights(a))
}, 120_000)
afterAll(closeDatabase)

describe('the shapes of drift', () => {
  it('of few values are counted one by one, of rows of a time and of the newest days', async () => {
    const { status, body } = await shapesOf(drift('delay', byDay))
    expect([status, body.error]).toEqual([200, undefined])
    expect(body).toMatchObject({
      column: 'delay',
      by: 'values',
      reference: { rows: 50, nulls: 0 },
      current: { rows: 20 },
    })
    expect(body.bars.map(({ label }) => Number(label)).sort((x, y) => x - y)).toEqual([
      -5, -4, -3, -2, -1, 0, 1, 2, 3, 4,
    ])
    expect(body.bars.every(({ reference, current }) => reference === 5 && current === 2)).toBe(true)
  })

  it('of many numbers are counted in steps, each value in one of them', async () => {
    const { body } = await shapesOf(drift('flight', byDay))
    expect(body).toMatchObject({ by: 'steps' })
    expect(body.bars.map(({ label }) => Number(label))).toEqual([
      0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75,
    ])
    expect(sums(body)).toEqual([50, 20])
    expect(body.bars.at(-1)).toEqual({ label: '75', reference: 0, current: 5 })
  })

  it('of whole snapshots hold the moment before against now', async () => {
    expect((await shapesOf(drift('day'))).status).toBe(404)
    await fly(9)
    const { body } = await shapesOf(drift('day'))
    expect(body).toMatchObject({ by: 'values', reference: { rows: 80 }, current: { rows: 90 } })
    expect(body.bars).toContainEqual({ label: flightDay(8), reference: 0, current: 10 })
  })

  it('are for those who see every row and the column in plain', async () => {
    expect((await shapesOf(drift('delay', byDay), 'other')).status).toBe(404)
    for (const who of ['member', 'auditor'])
      expect([who, (await shapesOf(drift('delay', byDay), who)).status]).toEqual([who, 403])
    const ask = { product: 'flights', port: 'all', purpose: 'analytics', duration: 'P30D' }
    const request = (await rest('member', 'POST', '/access-requests', ask)).body
    await rest('publisher', 'POST', `/access-requests/${request.id}/decision`, { decision: 'approve' })
    expect((await shapesOf(drift('delay', byDay), 'member')).status).toBe(200)
    const unseen = `forbid (principal == Member::"${a.member.principal.id}", action == Action::"discover", resource is Product);`
    await policy.save(a.owner, { text: unseen })
    expect((await shapesOf(drift('delay', byDay), 'member')).status).toBe(404)
    const forbids = (mask: string, more = '') => `@mask("${mask}") @id("less")
      forbid (principal, action in [Action::"preview", Action::"query"], resource is Rows::flights::all)${more};`
    for (const text of [
      forbids('delay:null'),
      forbids('', ' when { resource has delay && resource.delay > 0 }').replace('@mask("") ', ''),
    ]) {
      const saved = await rest('owner', 'PUT', '/policies', { text })
      expect([saved.status, saved.body.problems]).toEqual([200, []])
      await policy.load(a.scope)
      const answer = await shapesOf(drift('delay', byDay), 'member')
      expect([answer.status, answer.body.error?.message]).toEqual([403, expect.stringContaining('in plain')])
    }
  })

  it('are of drift alone', async () => {
    expect((await shapesOf({ kind: 'volume', port: 'all', band: { low: 1 } })).status).toBe(400)
  })
})

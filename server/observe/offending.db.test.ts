import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StrikesTenant, strikes, strikesTenant } from '@/prisma/seed/strikes-tenant'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as observe from './index'
import type { Expectation } from './schema'

// Rows that break a promise, through the walls of any query.

let { a, rest, sync } = {} as StrikesTenant
vi.setConfig({ testTimeout: 120_000 })

/** The same file under promises about single rows: one that warns, one that keeps rows back. */
const hits = strikes
  .replaceAll('id: strikes', 'id: hits')
  .replace('contractId: strikes', 'contractId: hits')
  .replace('logicalType: integer, required: true }', 'logicalType: integer, logicalTypeOptions: { maximum: 6 } }')
  .replace(
    '{ name: airport, logicalType: string }',
    `{ name: airport, logicalType: string, quality: [{ metric: invalidValues, arguments: { validValues: [ORD] }, mustBe: 0, severity: warning, name: From Chicago }] }`,
  )
const chicago = 'From Chicago'
const limits = "number stays within its type's limits"
const idOf = async (title: string) => {
  const { items } = (await rest('publisher', 'GET', '/products/hits/expectations')).body
  return items.find((one: Expectation) => one.title === title).id as string
}
const rows = async (who: string, title = chicago, query = '') =>
  rest(who, 'GET', `/expectations/${await idOf(title)}/rows${query}`)

beforeAll(async () => {
  ;({ a, rest, sync } = await strikesTenant('offending-files'))
  await product.save(a.publisher, { slug: 'hits', written: product.readDocuments({ yaml: hits }) })
  await product.publish(a.publisher, { slug: 'hits' })
  await observe.watchProduct(a.scope, 'hits')
}, 120_000)
afterAll(closeDatabase)

describe('rows that break a promise', () => {
  it('are read by those who may read the port, with a receipt', async () => {
    const { status, body } = await rows('publisher')
    expect([status, body.error]).toEqual([200, undefined])
    expect(body).toMatchObject({ object: 'strikes', of: 'shown', rowCount: 3, truncated: false })
    expect(body.rows).toEqual(['1', '2', '3'].map((number) => [number, 'CHS']))
    const receipt = (await rest('publisher', 'GET', `/receipts/${body.receipt}`)).body
    expect(receipt.sql).toContain('select * from "hits"."all" where')
  })

  it('are nothing for those who hold nothing, only find the product, or are of another organisation', async () => {
    expect((await rows('other')).status).toBe(404)
    for (const who of ['member', 'auditor', 'steward']) expect([who, (await rows(who)).status]).toEqual([who, 403])
  })

  it('are at most so many', async () => {
    expect((await rows('publisher', chicago, '?limit=2')).body).toMatchObject({ rowCount: 2, truncated: true })
    for (const limit of ['21', '0', 'all'])
      expect((await rows('publisher', chicago, `?limit=${limit}`)).status).toBe(400)
  })

  it('are of what the port holds back for those who read it by their role, and of what it shows for who holds it', async () => {
    const ask = { product: 'hits', port: 'all', purpose: 'analytics', duration: 'P30D' }
    const request = (await rest('member', 'POST', '/access-requests', ask)).body
    await rest('publisher', 'POST', `/access-requests/${request.id}/decision`, { decision: 'approve' })
    await sync(8)
    await observe.watchProduct(a.scope, 'hits')
    expect((await rest('publisher', 'GET', '/products/hits')).body.ports[0].objects[0].pointer.rows).toBe(3)
    const whole = (await rows('publisher', limits)).body
    expect([whole.of, whole.rows]).toEqual([
      'held_back',
      [
        ['7', 'CHS'],
        ['8', 'CHS'],
      ],
    ])
    const held = (await rows('member', limits)).body
    expect([held.of, held.rows]).toEqual(['shown', []])
    expect((await rows('member')).body.rowCount).toBe(3)
  })

  it('are nothing for who holds the port and may not find the product', async () => {
    const who = `principal == Member::"${a.member.principal.id}"`
    await policy.save(a.owner, { text: `forbid (${who}, action == Action::"discover", resource is Product);` })
    expect((await rows('member')).status).toBe(404)
    await policy.save(a.owner, { text: '' })
  })

  it('are not told to whom a mask stands in the place of what they break', async () => {
    const text = `@mask("airport:null") @id("no airports")
      forbid (principal, action in [Action::"preview", Action::"query"], resource is Rows::hits::all);`
    const saved = await rest('owner', 'PUT', '/policies', { text })
    expect([saved.status, saved.body.problems]).toEqual([200, []])
    await policy.load(a.scope)
    const answer = await rows('member')
    expect([answer.status, answer.body.error?.message]).toEqual([403, expect.stringContaining('airport')])
  })

  it('are none of a promise about no single rows', async () => {
    const { items } = (await rest('publisher', 'GET', '/products/hits/expectations')).body
    const few = items.find((one: Expectation) => one.title === 'Few strikes')
    expect((await rest('publisher', 'GET', `/expectations/${few.id}/rows`)).status).toBe(400)
  })
})

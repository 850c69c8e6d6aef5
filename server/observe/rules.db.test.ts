import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StrikesTenant, strikesTenant } from '@/prisma/seed/strikes-tenant'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import * as observe from './index'
import type { IncidentDetail } from './schema'

// What the people of a product wrote down to be done by itself, and what they may no longer do themselves.

let { a, rest, sync } = {} as StrikesTenant
vi.setConfig({ testTimeout: 120_000 })
const route = '/products/strikes/adjustment-rules'
const rule = (kind: string, breaches: number, ...does: string[]) => ({ when: { kind, breaches }, do: does })
const write = (items: object[], who = 'publisher', etag?: string) =>
  rest(who, 'PUT', route, { items }, etag === undefined ? undefined : { 'if-match': etag })
const only = async (): Promise<IncidentDetail> => {
  const [first] = (await rest('owner', 'GET', '/incidents?product=strikes')).body.items
  return (await rest('owner', 'GET', `/incidents/${first.id}`)).body
}
/** Copies so many rows, and does what the rules have to do about it. */
async function seen(count: number) {
  await sync(count)
  await observe.runRules(a.scope, (await product.get(a.scope, { slug: 'strikes' })).id)
}
const kinds = async () => (await only()).adjustments.map(({ kind, byRule }) => [kind, byRule])
const told = async () =>
  (await notify.list(a.scope, a.member.principal.id, { limit: 50 })).items.filter(
    ({ kind }) => kind === 'observe/port.told',
  )

beforeAll(async () => {
  ;({ a, rest, sync } = await strikesTenant('rules-files'))
}, 120_000)
afterAll(closeDatabase)

describe('rules', () => {
  it('are written by those who publish, by their mark, and read by those who see drafts', async () => {
    const empty = (await rest('publisher', 'GET', route)).body
    expect(empty).toMatchObject({ items: [], author: null })
    for (const [who, status] of [
      ['member', 403],
      ['auditor', 403],
      ['other', 404],
    ] as const) {
      expect([who, (await write([], who)).status]).toEqual([who, status])
    }
    expect((await rest('member', 'GET', route)).status).not.toBe(200)
    for (const wrong of [
      rule('quality', 0, 'tell'),
      rule('quality', 1),
      rule('quality', 1, 'new_version'),
      rule('x', 1, 'tell'),
    ])
      expect((await write([wrong])).status).toBe(400)
    const written = await write([rule('quality', 2, 'roll_back', 'tell')], 'publisher', empty.etag)
    expect(written.body).toMatchObject({ items: [{ do: ['roll_back', 'tell'] }], author: 'publisher' })
    expect((await write([], 'publisher', empty.etag)).status).toBe(409)
  })

  it('wait for their time, and then act once, as who wrote them', async () => {
    await seen(5)
    expect((await only()).adjustments).toEqual([])
    await seen(6)
    expect(await kinds()).toEqual([
      ['tell', true],
      ['roll_back', true],
    ])
    const { adjustments } = await only()
    expect(adjustments[0]).toMatchObject({ by: 'publisher', note: 'By rule: quality was broken 2 times.' })
    expect(await told()).toHaveLength(1)
    // One step back were five rows, which break the same promise: it is still open, and nothing is done twice for it.
    expect((await rest('member', 'GET', '/products/strikes')).body.ports[0].objects[0].pointer.rows).toBe(5)
    await seen(7)
    expect(await kinds()).toHaveLength(2)
    expect(await told()).toHaveLength(1)
  })

  it('act again once it was mended and is back', async () => {
    await write([rule('quality', 1, 'degrade')])
    await seen(3)
    expect((await only()).state).toBe('resolved')
    await seen(8)
    expect((await kinds())[0]).toEqual(['degrade', true])
    expect((await rest('member', 'GET', '/products/strikes')).body.portMarks).toMatchObject([{ kind: 'degraded' }])
    await seen(3)
    expect((await rest('member', 'GET', '/products/strikes')).body.portMarks).toEqual([])
  })

  it('may no more than their author at that moment, and say what was refused', async () => {
    await write([rule('quality', 1, 'degrade', 'tell')])
    await policy.save(a.owner, {
      text: `forbid (principal, action == Action::"publish", resource in Product::"strikes");`,
    })
    const before = (await kinds()).length
    await seen(9)
    const { events } = await only()
    expect(events.filter(({ kind }) => kind === 'refused').map(({ by, note }) => [by, note])).toEqual([
      [null, expect.stringMatching(/^Mark degraded: You may not publish this product/)],
    ])
    expect(await kinds()).toHaveLength(before + 1)
    expect((await kinds())[0]).toEqual(['tell', true])
    await policy.save(a.owner, { text: '' })
    await seen(3)
    await tenancy.changeMember(a.owner, a.publisher.principal.id, { state: 'disabled' })
    await seen(10)
    expect(
      (await only()).events
        .filter(({ kind }) => kind === 'refused')
        .slice(1)
        .map(({ note }) => note),
    ).toEqual([
      'Mark degraded: who wrote the rule is here no more.',
      'Tell readers: who wrote the rule is here no more.',
    ])
  })
})

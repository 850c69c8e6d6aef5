import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type StrikesTenant, strikesTenant } from '@/prisma/seed/strikes-tenant'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'

/** What is done about an incident is for who may edit the product, whatever else they may do with it. */

let { a, rest, sync } = {} as StrikesTenant
vi.setConfig({ testTimeout: 120_000 })

beforeAll(async () => {
  ;({ a, rest, sync } = await strikesTenant('adjustment-door-files'))
  await sync(5)
}, 120_000)
afterAll(closeDatabase)

it('who may publish a product and not edit it neither marks its port nor takes a mark back', async () => {
  const [{ id }] = (await rest('publisher', 'GET', '/incidents?product=strikes')).body.items
  const mark = () => rest('publisher', 'POST', `/incidents/${id}/adjust`, { kind: 'degrade', note: 'Sent twice.' })
  const made = await mark()
  expect(made.status).toBe(200)
  const undo = () => rest('publisher', 'POST', `/adjustments/${made.body.adjustments[0].id}/undo`, {})
  const who = `principal == Member::"${a.publisher.principal.id}"`
  await policy.save(a.owner, { text: `forbid (${who}, action == Action::"edit", resource is Product);` })
  const before = (await rest('owner', 'GET', `/incidents/${id}`)).body
  for (const each of [mark, undo]) {
    const { status, body } = await each()
    expect([status, body.error.message]).toEqual([403, expect.stringContaining('may not edit')])
  }
  expect((await rest('owner', 'GET', `/incidents/${id}`)).body).toEqual(before)
  await policy.save(a.owner, { text: '' })
  expect((await undo()).status).toBe(200)
})

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import { beginRun } from './begin-run'
import { giveReceipt } from './give-receipt'
import { plan } from './plan'
import { policiesChanged } from './reading'
import { ask } from './schema'

/** What ends while an answer is worked out answers nobody: its receipt is the last look, in the transaction that lets it go. */

let a: Tenant
let productId: string
beforeAll(async () => {
  ;({ a } = await classifiedStaff('give-receipt-files'))
  productId = (await product.resource(a.scope, 'staff'))?.id ?? ''
})
afterEach(async () => {
  await policy.save(a.owner, { text: '' })
  await product.unmarkPort(a.scope, { id: 'adj_1', by: { id: 'system' } })
})
afterAll(closeDatabase)

const granted = async () => {
  const wish = { product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P1D' } as const
  const { id } = await access.request(a.member, wish)
  return (await access.decide(a.owner, { id, decision: 'approve', policyVersion: 'test' })).grant!
}
const forbid = 'forbid (principal, action == Action::"query", resource == Port::"staff/pay");'
const pause = { id: 'adj_1', kind: 'paused', port: 'plain', why: 'A leak is looked into.', until: null } as const

it.each<[string, (grant: string) => Promise<unknown>, string, string]>([
  ['policies have changed', () => policy.save(a.owner, { text: forbid }), 'conflict', policiesChanged],
  ['its grant has ended', (id) => access.revoke(a.owner, { id, note: 'It is over.' }), 'forbidden', 'It is over.'],
  ['its port is paused', () => product.markPort(a.owner, { ...pause, productId }), 'forbidden', 'is paused'],
])('no receipt is given where %s', async (_, change, code, words) => {
  const grant = await granted()
  const planned = await plan(a.member, ask.parse({ sql: 'select id from staff.plain' }))
  planned.ahead?.drop()
  const run = await beginRun(a.member, planned)
  await change(grant)
  const given = giveReceipt(a.member, planned, run, 3)
  await expect(given).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  run.stop()
  expect((await audit.list(a.scope, { action: 'port.read' }, { limit: 5 })).items).toEqual([])
})

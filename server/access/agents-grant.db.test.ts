import { afterAll, beforeAll, expect, it } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as agents from '@/server/agent'
import { closeDatabase } from '@/server/platform/db'

/** What a grant of an agent gives, by itself, wherever it is asked about. */

let a: Tenant
let agent: string
let grant: string

const ask = { product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P30D' } as const
const granted = async (more: object = {}) => {
  const { id } = await access.request(a.member, { ...ask, ...more })
  return (await access.decide(a.publisher, { id, decision: 'approve', policyVersion: 'roles-1' })).grant!
}
const held = async (more: object = {}) => (await access.heldPorts(a.scope, agent, more)).map(({ grantId }) => grantId)

beforeAll(async () => {
  ;({ a } = await classifiedStaff('agents-grant-files'))
  const endsAt = new Date(Date.now() + 60 * 86_400_000).toISOString()
  const budgets = { rowsPerDay: 1_000, callsPerMinute: 60 }
  const made = { name: 'Nightly', sponsor: a.member.principal.id, purpose: 'analytics', endsAt, budgets }
  agent = (await agents.create(a.member, made)).id
  await granted()
  grant = await granted({ for: agent })
})
afterAll(closeDatabase)

it('holds for its own purpose alone', async () => {
  expect(await held()).toEqual([grant])
  expect(await held({ purpose: 'analytics' })).toEqual([grant])
  expect(await held({ purpose: 'research' })).toEqual([])
})

it('holds nothing while the agent is stopped, and says so', async () => {
  await agents.change(a.member, agent, { state: 'stopped' })
  expect(await held()).toEqual([])
  const found = await access.liveGrant(a.scope, grant)
  expect(found).toEqual({ live: false, reason: expect.stringContaining('Nightly') })
  await agents.change(a.member, agent, { state: 'active' })
  expect(await access.liveGrant(a.scope, grant)).toMatchObject({ live: true })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as agents from '.'

/** Who may sponsor an agent, and what is no agent at all. */

let a: Tenant
let b: Tenant
beforeAll(async () => {
  ;({ a, b } = await twoTenants())
})
afterAll(closeDatabase)

const made = (sponsor: string) => ({
  name: 'Nightly',
  sponsor,
  purpose: 'analytics',
  endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  budgets: { rowsPerDay: 1_000, callsPerMinute: 60 },
})
const code = (wanted: string): unknown => expect.objectContaining({ code: wanted })

describe('an agent is not sponsored by', () => {
  it.each<[string, () => string, string, 'disabled' | 'removed' | null]>([
    ['nobody', () => 'nobody', 'not_found', null],
    ['a member of the other organisation', () => b.member.principal.id, 'not_found', null],
    ['who is disabled', () => a.auditor.principal.id, 'conflict', 'disabled'],
    ['who was removed', () => a.publisher.principal.id, 'not_found', 'removed'],
  ])('%s, when it is made or later', async (_, who, expected, state) => {
    const { id } = await agents.create(a.owner, made(a.member.principal.id))
    if (state) await tenancy.changeMember(a.owner, who(), { state })
    await expect(agents.create(a.owner, made(who()))).rejects.toEqual(code(expected))
    await expect(agents.change(a.owner, id, { sponsor: who() })).rejects.toEqual(code(expected))
    expect((await agents.get(a.scope, id)).sponsor).toBe(a.member.principal.id)
  })
})

it('of the other organisation, or of none, is nobody here', async () => {
  const { id } = await agents.create(a.owner, made(a.member.principal.id))
  expect(await agents.admit(a.scope, id)).toMatchObject({ id })
  expect(await agents.admit(b.scope, id)).toBeNull()
  expect(await agents.admit(a.scope, 'agt_nobody')).toBeNull()
})

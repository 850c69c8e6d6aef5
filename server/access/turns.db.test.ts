import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** Whose turn it is: domains, the clock, drafts, colleagues who are away, and many at once. */

let a: Tenant
let b: Tenant

const ask = (more: object = {}) =>
  ({ product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P90D', ...more }) as Parameters<
    typeof access.request
  >[1]
type Given = Parameters<typeof access.decide>[1]
const decide = (by: Actor, id: string, decision: Given['decision'] = 'approve', more: Partial<Given> = {}) =>
  access.decide(by, { id, decision, policyVersion: 'roles-1', ...more })
const code = (expected: string) => expect.objectContaining({ code: expected })
const told = async (who: Actor) => (await notify.list(who.scope, who.principal.id, { limit: 5 })).items
const later = (hours: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 }) && new Date()
const rowsOf = async (who: Actor, sql: string) =>
  (await serve.answer(who, await serve.plan(who, { sql, format: 'json' }))).rows

beforeAll(async () => {
  ;({ a, b } = await classifiedStaff('turn-files'))
})
afterEach(async () => {
  vi.useRealTimers()
  const { items } = await access.listRequests(a.scope, { states: ['submitted', 'info_needed'], limit: 200 })
  for (const { id, principal } of items) await access.withdraw(await a.actorOf(principal), id)
  const grants = await access.listGrants(a.scope, { live: true, limit: 200 })
  for (const { id } of grants.items) await access.revoke(a.owner, { id, note: 'The test is over.' })
})
afterAll(closeDatabase)

describe('for a domain', () => {
  it('the grant is its members’ of the moment', async () => {
    await expect(access.request(a.member, ask({ for: 'sales' }))).rejects.toEqual(code('forbidden'))
    await tenancy.createDomain(a.owner, { slug: 'finance', name: 'Finance', description: '' })
    await tenancy.setDomainMember(a.owner, 'finance', a.member.principal.id, 'member')
    const member = await a.actorOf(a.member.principal.id)
    const asked = await access.request(member, ask({ for: 'finance' }))
    expect(asked.for).toMatchObject({ type: 'domain', name: 'Finance' })
    const { grant } = await decide(a.publisher, asked.id)
    expect(await access.getGrant(a.scope, grant!)).toMatchObject({ principalType: 'domain', principalName: 'Finance' })
    expect(await rowsOf(member, 'select count(*) from "staff"."plain"')).toEqual([['3']])
    expect(await access.heldPorts(a.scope, a.auditor.principal.id)).toEqual([])
    await tenancy.setDomainMember(a.owner, 'finance', a.auditor.principal.id, 'member')
    expect(await access.heldPorts(a.scope, a.auditor.principal.id)).toHaveLength(1)
    await tenancy.setDomainMember(a.owner, 'finance', member.principal.id, null)
    await expect(rowsOf(member, 'select count(*) from "staff"."plain"')).rejects.toEqual(code('forbidden'))
    expect(await access.liveGrant(a.scope, grant!, member.principal.id)).toMatchObject({ live: false })
    expect(await access.liveGrant(a.scope, grant!, a.auditor.principal.id)).toMatchObject({ live: true })
  })

  it.each([
    ['a colleague', () => a.steward.principal.id, 'forbidden'],
    ['the other organisation’s domain', () => b.domain.id, 'invalid'],
    ['nobody', () => 'nobody', 'invalid'],
  ])('but not for %s', async (_, who, expected) => {
    await expect(access.request(a.member, ask({ for: who() }))).rejects.toEqual(code(expected))
  })
})

describe('the clock', () => {
  it('reminds, asks higher up, and lets time out, once each', async () => {
    const { id } = await access.request(a.member, ask())
    const states = async () => (await access.getRequest(a.scope, id)).history.map(({ state }) => state).join(' ')
    expect(await access.sweep(a.scope)).toMatchObject({ advanced: 0 })
    later(25)
    expect(await access.sweep(b.scope)).toMatchObject({ advanced: 0 })
    await Promise.all([access.advanceRequest(a.scope, id), access.advanceRequest(a.scope, id), access.sweep(a.scope)])
    expect(await states()).toBe('submitted reminded')
    later(50)
    await Promise.all([access.advanceRequest(a.scope, id), access.advanceRequest(a.scope, id)])
    expect(await states()).toBe('submitted reminded climbed')
    expect((await access.getRequest(a.scope, id)).steps[0]).toMatchObject({ climbedTo: 'steward' })
    expect((await told(a.steward))[0]).toMatchObject({ kind: 'access/request.climbed' })
    later(24 * 31)
    for (let n = 0; n < 4; n++) await access.advanceRequest(a.scope, id)
    expect(await access.getRequest(a.scope, id)).toMatchObject({ state: 'timed_out', steps: [{ state: 'skipped' }] })
    expect(await access.advanceRequest(a.scope, id)).toBeNull()
    await expect(decide(a.owner, id)).rejects.toEqual(code('conflict'))
  })

  it('lets a question time out sooner', async () => {
    const { id } = await access.request(a.member, ask())
    await decide(a.publisher, id, 'ask', { note: 'Why?' })
    later(24 * 14 + 1)
    for (let n = 0; n < 3; n++) await access.advanceRequest(a.scope, id)
    const { items } = await audit.list(a.scope, { action: 'access.timed_out', resource: id }, { limit: 5 })
    expect(items).toMatchObject([{ actor: 'system' }])
  })
})

describe('a draft', () => {
  it('is nobody’s business until it is sent', async () => {
    const draft = await access.request(a.member, ask({ draft: true }))
    expect(draft).toMatchObject({ state: 'draft', steps: [] })
    expect((await access.listRequests(a.scope, { states: ['draft'], limit: 50 })).items).toEqual([])
    expect((await access.listRequests(a.scope, { principalId: a.member.principal.id, limit: 1 })).items[0]?.id).toBe(
      draft.id,
    )
    await expect(decide(a.owner, draft.id)).rejects.toEqual(code('not_found'))
    await expect(access.submit(a.owner, draft.id)).rejects.toEqual(code('forbidden'))
    await expect(access.answer(a.member, { id: draft.id, note: 'Send it.' })).rejects.toEqual(code('conflict'))
    expect((await access.getRequest(a.scope, draft.id)).state).toBe('draft')
    const sent = await Promise.all([access.submit(a.member, draft.id), access.submit(a.member, draft.id)])
    expect(sent.map(({ state, steps }) => [state, steps.length])).toEqual([
      ['submitted', 1],
      ['submitted', 1],
    ])
  })
})

describe('while one is away', () => {
  it('a colleague decides in one’s place, and no one decides twice or for themselves', async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString()
    const made = await access.delegate(a.steward, { to: a.member.principal.id, until, note: 'On leave' })
    const names = [a.member.principal, ...(await access.standsInFor(a.scope, a.member.principal.id))]
    expect(names.map(({ id }) => id)).toEqual([a.member.principal.id, a.steward.principal.id])
    const asked = await access.request(a.auditor, ask({ port: 'pay' }))
    const step = (await decide(a.member, asked.id, 'approve', { names })).steps.find(
      ({ state }) => state === 'approved',
    )
    expect(step).toMatchObject({ role: 'steward', byName: 'member', onBehalfOf: 'steward' })
    // Whose place was taken has had their say.
    await expect(decide(a.steward, asked.id)).rejects.toEqual(code('conflict'))
    const own = await access.request(a.member, ask())
    await expect(decide(a.member, own.id, 'approve', { names })).rejects.toEqual(code('forbidden'))
    const theirs = await access.request(a.steward, ask())
    await expect(decide(a.member, theirs.id, 'approve', { names })).rejects.toEqual(code('forbidden'))
    await expect(access.endDelegation(a.member, made.id)).rejects.toEqual(code('not_found'))
    await access.endDelegation(a.steward, made.id)
    expect(await access.standsInFor(a.scope, a.member.principal.id)).toEqual([])
  })

  it.each([
    ['oneself', () => ({ to: a.owner.principal.id })],
    ['nobody', () => ({ to: b.owner.principal.id })],
    ['a time that is over', () => ({ to: a.member.principal.id, until: '2020-01-01T00:00:00Z' })],
    ['for years', () => ({ to: a.member.principal.id, until: '2099-01-01T00:00:00Z' })],
  ])('not by %s', async (_, wrong) => {
    const until = new Date(Date.now() + 86_400_000).toISOString()
    await expect(access.delegate(a.owner, { until, ...wrong() })).rejects.toThrow()
  })
})

describe('many at once', () => {
  const people = () => [a.member, a.auditor]
  const many = (by: Actor, ids: string[], decision: 'approve' | 'reject' = 'approve') =>
    access.decideMany(by, { requests: ids.map((id) => ({ id })), decision, policyVersion: 'roles-1' })

  it('are decided over one port on the same terms, all or none', async () => {
    const same = await Promise.all(people().map((who) => access.request(who, ask())))
    const other = await access.request(a.steward, ask({ duration: 'P1D' }))
    const ids = same.map(({ id }) => id)
    await expect(many(a.publisher, [...ids, other.id])).rejects.toEqual(code('invalid'))
    expect((await access.getRequest(a.scope, ids[0]!)).state).toBe('submitted')
    await expect(many(a.member, ids)).rejects.toEqual(code('forbidden'))
    await expect(many(b.owner, ids)).rejects.toEqual(code('not_found'))
    expect((await many(a.publisher, ids)).map(({ state }) => state)).toEqual(['approved', 'approved'])
  })

  it('twenty decisions of one request give one outcome and one grant', async () => {
    const { id } = await access.request(a.member, ask())
    const deciders = [a.owner, a.steward, a.publisher]
    const all = Array.from({ length: 20 }, (_, n) =>
      decide(deciders[n % 3]!, id, n % 4 === 3 ? 'reject' : 'approve', { note: `${n}` }),
    )
    const outcomes = await Promise.allSettled(all)
    const { state, history } = await access.getRequest(a.scope, id)
    expect(history).toHaveLength(2)
    for (const one of outcomes)
      if (one.status === 'rejected') expect(one.reason).toEqual(code('conflict'))
      else expect(one.value.state).toBe(state)
    const grants = await access.listGrants(a.scope, { heldBy: a.member.principal.id, live: true, limit: 10 })
    expect(grants.items).toHaveLength(state === 'approved' ? 1 : 0)
  })

  it('twenty of several steps fill each once', async () => {
    const { id } = await access.request(a.member, ask({ port: 'secret' }))
    const deciders = [a.owner, a.steward, a.publisher]
    await Promise.allSettled(Array.from({ length: 20 }, (_, n) => decide(deciders[n % 3]!, id)))
    const { state, steps, history } = await access.getRequest(a.scope, id)
    expect([state, new Set(steps.map(({ by }) => by)).size, history.length]).toEqual(['approved', 3, 4])
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import type { Tenant } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import type { AccessRequest } from './schema'

/** The ways of a request between being asked and being decided, on ports of three classes. */

let a: Tenant

const ask = (more: object = {}) =>
  ({ product: 'staff', port: 'plain', purpose: 'analytics', duration: 'P90D', ...more }) as Parameters<
    typeof access.request
  >[1]
type Given = Parameters<typeof access.decide>[1]
const decide = (by: Actor, id: string, decision: Given['decision'] = 'approve', more: Partial<Given> = {}) =>
  access.decide(by, { id, decision, policyVersion: 'roles-1', ...more })
const code = (expected: string) => expect.objectContaining({ code: expected })
const told = async (who: Actor) => (await notify.list(who.scope, who.principal.id, { limit: 5 })).items
const rowsOf = async (who: Actor, sql: string) =>
  (await serve.answer(who, await serve.plan(who, { sql, format: 'json' }))).rows

beforeAll(async () => {
  ;({ a } = await classifiedStaff('workflow-files'))
})
afterEach(async () => {
  const { items } = await access.listRequests(a.scope, { states: ['submitted', 'info_needed'], limit: 200 })
  for (const { id, principal } of items) await access.withdraw(await a.actorOf(principal), id)
  const grants = await access.listGrants(a.scope, { live: true, limit: 200 })
  for (const { id } of grants.items) await access.revoke(a.owner, { id, note: 'The test is over.' })
})
afterAll(closeDatabase)

describe('the steps of a request', () => {
  const roles = (request: AccessRequest) => request.steps.map(({ role, state }) => `${role}:${state}`).join(' ')

  it('take an owner and a steward for a confidential column, in any order', async () => {
    const asked = await access.request(a.member, ask({ port: 'pay' }))
    expect(roles(asked)).toBe('owner:waiting steward:waiting')
    const first = await decide(a.steward, asked.id)
    expect([first.state, roles(first), first.grant]).toEqual(['submitted', 'owner:waiting steward:approved', undefined])
    // The same person again fills nothing more, and cannot say otherwise.
    expect(roles(await decide(a.steward, asked.id))).toBe('owner:waiting steward:approved')
    await expect(decide(a.steward, asked.id, 'reject')).rejects.toEqual(code('conflict'))
    const second = await decide(a.publisher, asked.id)
    expect([second.state, roles(second)]).toEqual(['approved', 'owner:approved steward:approved'])
    expect(second.history.map(({ state }) => state)).toEqual(['submitted', 'agreed: steward', 'approved'])
    expect(second.grant).toBeTruthy()
  })

  it('are not all filled by those who may fill one', async () => {
    const asked = await access.request(a.member, ask({ port: 'pay' }))
    await decide(a.publisher, asked.id)
    await expect(decide(await another('publisher'), asked.id)).rejects.toEqual(code('forbidden'))
    expect((await decide(a.owner, asked.id)).state).toBe('approved')
  })

  it('take a second approver for a restricted column: three people', async () => {
    const asked = await access.request(a.member, ask({ port: 'secret' }))
    expect(roles(asked)).toBe('owner:waiting steward:waiting second:waiting')
    await decide(a.owner, asked.id)
    await decide(a.steward, asked.id)
    expect((await decide(a.owner, asked.id)).state).toBe('submitted')
    expect((await decide(a.publisher, asked.id)).state).toBe('approved')
  })

  it('end with the first who rejects', async () => {
    const asked = await access.request(a.member, ask({ port: 'secret' }))
    await decide(a.owner, asked.id)
    // Who may take any takes the one that the fewest may.
    expect(roles(await decide(a.steward, asked.id, 'reject'))).toBe('owner:rejected steward:approved second:skipped')
    await expect(decide(a.publisher, asked.id)).rejects.toEqual(code('conflict'))
  })

  it('need none where policy agrees by itself', async () => {
    const text = `@approval("automatic") permit (principal, action == Action::"request", resource == Port::"staff/plain");`
    await policy.save(a.owner, { text })
    const columns = { columns: ['people.pay'] }
    const asked = await access.request(a.member, ask(columns))
    await policy.save(a.owner, { text: '' })
    expect(asked).toMatchObject({ state: 'approved', steps: [], note: 'The policy agrees to this by itself.' })
    expect(await rowsOf(a.member, 'select sum(pay) from "staff"."plain"')).toEqual([['60']])
  })

  it('leave out a class that is not among the columns asked for', async () => {
    const asked = await access.request(a.member, ask({ port: 'secret', columns: ['people.id', 'people.country'] }))
    expect(roles(asked)).toBe('owner:waiting')
  })

  it('climb at once where nobody may take them, and say so', async () => {
    const asked = await access.request(a.steward, ask({ port: 'pay' }))
    expect(asked.steps[1]).toMatchObject({ climbedTo: 'organisation_owner', deciders: ['Olive Owner'] })
    await decide(a.publisher, asked.id)
    expect((await decide(a.owner, asked.id)).state).toBe('approved')
  })
})

async function another(role: 'publisher') {
  const invited = await tenancy.inviteMember(a.owner, { email: `${role}-two@a.example`, name: 'Two', role })
  const { principal } = await tenancy.acceptInvitation({
    code: invited.invitation.code,
    name: 'Two',
    password: 'a long enough one',
  })
  await tenancy.setDomainMember(a.owner, 'sales', principal.id, 'publisher')
  return a.actorOf(principal.id)
}

describe('asking back', () => {
  it('waits for the answer, then for the decision', async () => {
    const asked = await access.request(a.member, ask())
    await expect(decide(a.publisher, asked.id, 'ask')).rejects.toEqual(code('invalid'))
    await expect(access.answer(a.member, { id: asked.id, note: 'To what?' })).rejects.toEqual(code('conflict'))
    const back = await decide(a.publisher, asked.id, 'ask', { note: 'For which report?' })
    expect(back.state).toBe('info_needed')
    expect((await decide(a.publisher, asked.id, 'ask', { note: 'For which report?' })).history).toHaveLength(2)
    await expect(decide(a.owner, asked.id, 'ask', { note: 'And why?' })).rejects.toEqual(code('conflict'))
    expect((await told(a.member))[0]).toMatchObject({ kind: 'access/request.asked', body: 'For which report?' })
    await expect(access.answer(a.owner, { id: asked.id, note: 'x' })).rejects.toEqual(code('forbidden'))
    const answered = await access.answer(a.member, { id: asked.id, note: 'The yearly one.' })
    expect(answered.history.map(({ state, note }) => [state, note])).toEqual([
      ['submitted', null],
      ['info_needed', 'For which report?'],
      ['answered', 'The yearly one.'],
    ])
    expect((await access.answer(a.member, { id: asked.id, note: 'The yearly one.' })).history).toHaveLength(3)
    expect((await told(a.publisher))[0]).toMatchObject({ kind: 'access/request.answered' })
    expect((await decide(a.publisher, asked.id)).state).toBe('approved')
  })
})

describe('narrower terms', () => {
  it('give fewer columns, fewer rows and less time, and are read so', async () => {
    const asked = await access.request(a.member, ask())
    const terms = { duration: 'P7D', columns: ['people.id', 'people.country'], rows: "country = 'DE'" }
    const { grant, terms: given } = await decide(a.publisher, asked.id, 'approve', { terms })
    expect(given).toEqual(terms)
    const found = await access.getGrant(a.scope, grant!)
    expect(found).toMatchObject({ objects: [{ name: 'people', columns: ['id', 'country'] }], rows: terms.rows })
    expect(Date.parse(found.expiresAt) - Date.parse(found.startsAt)).toBe(7 * 86_400_000)
    expect(await rowsOf(a.member, 'select * from "staff"."plain" order by id')).toEqual([
      ['1', 'DE'],
      ['3', 'DE'],
    ])
    await expect(rowsOf(a.member, 'select pay from "staff"."plain"')).rejects.toEqual(code('invalid'))
    expect(await rowsOf(a.member, `select count(*) from "staff"."plain" where country = 'FR'`)).toEqual([['0']])
  })

  it('narrow what was asked for, step after step', async () => {
    const asked = await access.request(a.member, ask({ port: 'pay', rows: 'pay > 5', duration: 'P30D' }))
    await decide(a.publisher, asked.id, 'approve', { terms: { rows: "country = 'DE'" } })
    const { grant } = await decide(a.steward, asked.id, 'approve', { terms: { duration: 'P1D' } })
    expect((await access.getGrant(a.scope, grant!)).rows).toBe("(pay > 5\n) and (country = 'DE'\n)")
    expect(await rowsOf(a.member, 'select sum(pay) from "staff"."pay"')).toEqual([['40']])
  })

  it.each([
    ['more time', { duration: 'P91D' }],
    ['a column that was not asked for', { columns: ['people.pay'] }],
    ['rows that are no expression', { rows: 'true) or (true' }],
    ['rows of a column that is not there', { rows: 'nothing = 1' }],
    ['rows that ask another table', { rows: '(select 1) = 1' }],
  ])('are refused for %s', async (_, terms) => {
    const asked = await access.request(a.member, ask({ columns: ['people.id'] }))
    await expect(decide(a.publisher, asked.id, 'approve', { terms })).rejects.toEqual(code('invalid'))
    expect((await access.getRequest(a.scope, asked.id)).state).toBe('submitted')
  })

  it('let an asker condition rows by the columns asked for alone', async () => {
    const rows = { columns: ['people.id'], rows: 'pay > 5' }
    await expect(access.request(a.member, ask(rows))).rejects.toEqual(code('invalid'))
    await expect(access.request(a.member, ask({ rows: 'cast(country as integer) = 1' }))).resolves.toBeTruthy()
  })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** The ways of a request between being asked and being decided, on a port with a confidential column and one with a restricted. */

let a: Tenant
let b: Tenant
const root = () => path.join(process.env.STOA_DATA_DIR!, 'workflow-files')
const port = (name: string, classified: string) => `  - name: ${name}
    physicalName: staff.csv
    properties:
      - { name: id, logicalType: integer }
      - { name: country, logicalType: string }
      - { name: pay, logicalType: integer, classification: ${classified} }
`
const yaml = `apiVersion: v1.0.0
kind: DataProduct
id: staff
status: draft
name: Staff
version: 1.0.0
domain: sales
outputPorts:
  - { name: plain, version: 1.0.0, contractId: plain-contract }
  - { name: pay, version: 1.0.0, contractId: pay-contract }
  - { name: secret, version: 1.0.0, contractId: secret-contract }
${['plain', 'pay', 'secret']
  .map(
    (name) => `---
apiVersion: v3.2.0
kind: DataContract
id: ${name}-contract
version: 1.0.0
servers: [{ server: staff-files, type: custom }]
schema:
${port('people', { plain: 'internal', pay: 'confidential', secret: 'restricted' }[name]!)}`,
  )
  .join('')}`

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
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'staff.csv'), 'id,country,pay\n1,DE,10\n2,FR,20\n3,DE,30\n')
  const made = { kind: 'files', name: 'staff-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['staff.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  await product.save(a.publisher, { slug: 'staff', written: product.readDocuments({ yaml }) })
  await product.publish(a.publisher, { slug: 'staff' })
})
afterEach(async () => {
  vi.useRealTimers()
  const { items } = await access.listRequests(a.scope, { states: ['submitted', 'info_needed'], limit: 200 })
  for (const { id, principal } of items) await access.withdraw(await a.actorOf(principal), id)
  const grants = await access.listGrants(a.scope, { live: true, limit: 200 })
  for (const { id } of grants.items) await access.revoke(a.owner, { id, note: 'The test is over.' })
})
afterAll(closeDatabase)

describe('the steps of a request', () => {
  const roles = (request: access.AccessRequest) => request.steps.map(({ role, state }) => `${role}:${state}`).join(' ')

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
    const rule = { ...policy.approvalRule, automatic: ['internal'] }
    const columns = { columns: ['people.pay'] }
    const asked = await access.request(a.member, ask(columns), { rule, policyVersion: 'roles-1' })
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

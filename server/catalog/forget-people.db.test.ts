import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { forgetSearches } from '@/jobs/forget-searches'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase, type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import * as catalog from './index'

let a: Tenant
let b: Tenant
let opened: string
const day = 86_400_000

const note = (actor: Actor, q: string, open = false) => {
  const search = { q, filters: {}, ...(open && { opened }), principal: actor.principal }
  return catalog.noteSearch(actor.scope, policy.visibility(actor.principal), search)
}
const save = ({ scope, principal }: Actor) =>
  catalog.saveSearch(scope, principal.id, { name: 'Mine', q: 'tide', filters: {} })
const owns = async ({ scope, principal }: Actor) => [
  (await catalog.listRecent(scope, principal.id)).length,
  (await catalog.listSaved(scope, principal.id)).length,
]
const people = ({ owner, publisher, steward, auditor, member }: Tenant) => [owner, publisher, steward, auditor, member]
const counted = (scope: OrgScope) =>
  withOrg(
    scope,
    (tx) => tx.$queryRaw<{ who: string; first: Date; last: Date; told: boolean }[]>`
      select asker_id as who, first_at as first, last_at as last, told_at is not null as told from wanted_ask
      union all select member_id, last_at, last_at, true from search_opening`,
  )
const board = async () =>
  (await catalog.listWanted(a.scope, policy.visibility(a.owner.principal), { state: 'open', limit: 9 })).items.map(
    ({ question, askers }) => [question, askers],
  )
const popular = () => catalog.listPopular(a.scope, policy.visibility(a.owner.principal))
const forgetAbsent = async () => catalog.forgetPeople(a.scope, await tenancy.listAbsentIds(a.scope))

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  await policy.load(a.scope)
  await policy.load(b.scope)
  opened = newId('product')
  const text = { slug: 'tide-tables', title: 'Tide tables', purpose: '', description: '', context: '' }
  const rest = { owner: null, tags: [], status: 'published' as const, version: '1.0.0', columns: [], promise: null }
  const made = { id: opened, type: 'data' as const, domain: a.domain, changedAt: new Date().toISOString() }
  await catalog.indexEntry(a.scope, opened, async () => ({ ...text, ...rest, ...made }))
  for (const actor of people(a)) await note(actor, 'tide', true)
  for (const actor of [a.member, a.steward, a.auditor]) await note(actor, 'glacier melt')
  await note(b.member, 'glacier melt')
  for (const actor of [a.member, a.steward, b.member]) await save(actor)
}, 60_000)
afterAll(closeDatabase)

describe('what somebody searched for', () => {
  it('stays while they are disabled, who may come back', async () => {
    await tenancy.changeMember(a.owner, a.member.principal.id, { state: 'disabled' })
    await forgetAbsent()
    expect(await owns(a.member)).toEqual([2, 1])
    expect((await counted(a.scope)).filter(({ who }) => who === a.member.principal.id)).toHaveLength(2)
  })

  it('goes when they are removed, of them alone', async () => {
    const id = a.member.principal.id
    await tenancy.changeMember(a.owner, id, { state: 'removed' })
    await forgetAbsent()
    expect(await owns(a.member)).toEqual([0, 0])
    expect(await owns(a.steward)).toEqual([2, 1])
    expect(await owns(b.member)).toEqual([1, 1])
  })

  it('keeps its number where it was counted, on a day, by nobody, who waits for no answer', async () => {
    expect(await board()).toEqual([['glacier melt', 3]])
    expect(await popular()).toEqual(['tide'])
    const known = new Set(people(a).map(({ principal }) => principal.id))
    const left = (await counted(a.scope)).filter(({ who }) => !known.has(who))
    const today = new Date(Math.floor(Date.now() / day) * day)
    expect(left).toEqual(Array(2).fill({ who: expect.stringMatching(/^left_/), first: today, last: today, told: true }))
    expect(new Set(left.map(({ who }) => who)).size).toBe(2)
    await forgetAbsent()
    expect(await counted(a.scope)).toHaveLength(8)
    expect((await counted(b.scope)).map(({ who }) => who)).toEqual([b.member.principal.id])
  })

  it('is not found again by who is invited again, though nothing was forgotten in between', async () => {
    const { id, email } = (await tenancy.listMembers(a.scope)).find((one) => one.id === a.steward.principal.id)!
    await tenancy.changeMember(a.owner, id, { state: 'removed' })
    expect((await tenancy.inviteMember(a.owner, { email, role: 'member' })).id).toBe(id)
    await forgetAbsent()
    expect(await owns(a.steward)).toEqual([0, 0])
    expect((await counted(a.scope)).filter(({ who }) => who === id)).toEqual([])
  })

  it('is forgotten as soon as a member changes, and again when the organisation has its turn', () => {
    const events = forgetSearches.opts.triggers?.map((trigger) => (trigger as { event: string }).event)
    expect(events).toEqual([tenancy.memberChanged.name, tenancy.organisationSwept.name])
  })

  it('is forgotten 90 days later where it was counted too', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 91 * day })
    await catalog.pruneSearches(a.scope)
    vi.useRealTimers()
    expect(await counted(a.scope)).toEqual([])
  })
})

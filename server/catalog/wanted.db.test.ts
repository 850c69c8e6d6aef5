import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as agents from '@/server/agent'
import * as notify from '@/server/notify'
import { closeDatabase, type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import * as catalog from './index'
import type { WantedState } from './schema'

let a: Tenant
let b: Tenant
const minute = 60_000
const day = 86_400_000

const sight = ({ principal }: Actor) => policy.visibility(principal)
const miss = (actor: Actor, q: string) => catalog.noteMiss(actor.scope, sight(actor), { principal: actor.principal, q })
/** Three people of a tenant search for the same. */
const three = async ({ member, steward, auditor }: Tenant, q: string) => {
  for (const actor of [member, steward, auditor]) await miss(actor, q)
}
const board = async (actor: Actor, state: WantedState = 'open') =>
  (await catalog.listWanted(actor.scope, sight(actor), { state, limit: 200 })).items
const onBoard = async (q: string, state: WantedState = 'open') =>
  (await board(a.owner, state)).find(({ question }) => question === q)
const asksOf = (scope: OrgScope) =>
  withOrg(
    scope,
    (tx) =>
      tx.$queryRaw<{ question: string; asker: string }[]>`
      select w.question, k.asker_id as asker from wanted w join wanted_ask k on k.org_id = w.org_id and k.wanted_id = w.id order by 1, 2`,
  )
const publish = async (title: string, more: Partial<catalog.Entry> = {}) => {
  const id = newId('product')
  const entry = { id, type: 'data' as const, slug: `slug-of-${id.slice(-8)}`, title, purpose: '', description: '' }
  const rest = { owner: null, tags: [], status: 'published' as const, version: '1.0.0', columns: [], context: '' }
  const made = { domain: a.domain, promise: null, changedAt: new Date().toISOString(), ...entry, ...rest, ...more }
  await catalog.indexEntry(a.scope, id, async () => made)
  return id
}
const sightOf = async (id: string) => {
  const principal = await tenancy.loadPrincipal(a.scope, id)
  return principal && policy.visibility(principal)
}
const answer = (...products: string[]) => catalog.answerWanted(a.scope, { products, sightOf })
const toldTo = async ({ scope, principal }: Actor) =>
  (await notify.list(scope, principal.id, { limit: 200 })).items.filter(
    ({ kind }) => kind === 'catalog/wanted.answered',
  )

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  await policy.load(a.scope)
  await policy.load(b.scope)
}, 60_000)
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

describe('a search that finds nothing', () => {
  it('stands on the board from three different people on, as words, a number and days', async () => {
    await miss(a.member, 'Customer churn')
    await miss(a.steward, 'the customer CHURN?')
    await miss(a.steward, 'customer churn')
    expect(await onBoard('customer churn')).toBeUndefined()
    await miss(a.auditor, 'customer churn')
    const today = new Date().toISOString().slice(0, 10)
    expect(await onBoard('customer churn')).toEqual({
      id: expect.stringMatching(/^wnt_/),
      question: 'customer churn',
      askers: 3,
      firstAsked: today,
      lastAsked: today,
      state: 'open',
      dismissed: null,
      answer: null,
    })
  })

  it('is not kept where the search finds something, nor where it asks for nothing', async () => {
    await publish('Weather by hour')
    for (const q of ['weather', 'wether', '  ', '?!', 'x', `${'a'.repeat(64)} ${'b'.repeat(64)}`]) await three(a, q)
    expect((await asksOf(a.scope)).map(({ question }) => question)).not.toContain('weather')
    expect(await asksOf(a.scope)).toHaveLength(3)
  })

  it('is kept of whoever may not find what there is, and of them alone', async () => {
    await publish('Salaries of everyone', { status: 'draft' })
    for (const actor of [a.member, a.owner, a.publisher, a.auditor]) await miss(actor, 'salaries')
    const asked = (await asksOf(a.scope)).filter(({ question }) => question === 'salaries')
    expect(asked.map(({ asker }) => asker)).toEqual([a.member.principal.id])
    expect(await onBoard('salaries')).toBeUndefined()
  })

  it('counts an agent as its sponsor', async () => {
    const budgets = { rowsPerDay: 10, callsPerMinute: 10 }
    const ends = new Date(Date.now() + 30 * day).toISOString()
    const input = { name: 'Seeker', sponsor: a.member.principal.id, purpose: 'analytics', endsAt: ends, budgets }
    const { id } = await agents.create(a.member, input)
    const found = await agents.loadPrincipal(a.scope, id)
    if (!found.ok) throw new Error(found.reason)
    await miss({ ...a.member, principal: found.principal }, 'parking fines')
    await miss(a.member, 'parking fines')
    await miss(a.owner, 'parking fines')
    expect(await onBoard('parking fines')).toBeUndefined()
    await miss(a.steward, 'parking fines')
    expect((await onBoard('parking fines'))?.askers).toBe(3)
  })

  it('half typed gives way to the whole one, and only within a minute', async () => {
    const at = Date.now()
    for (const q of ['inv', 'invoice', 'invoice ledger']) await miss(a.member, q)
    const kept = async () =>
      (await asksOf(a.scope)).map(({ question }) => question).filter((question) => question.startsWith('inv'))
    expect(await kept()).toEqual(['invoice ledger'])
    await miss(a.steward, 'invoice')
    vi.useFakeTimers({ toFake: ['Date'], now: at + 2 * minute })
    await miss(a.steward, 'invoice ledger')
    expect(await kept()).toEqual(['invoice', 'invoice ledger', 'invoice ledger'])
  })

  it('is kept fifty times a day of one person', async () => {
    const before = (await asksOf(a.scope)).filter(({ asker }) => asker === a.publisher.principal.id).length
    for (let n = 0; n < 60; n++) await miss(a.publisher, `quux${String(n).padStart(2, '0')} zork`)
    const asked = (await asksOf(a.scope)).filter(({ asker }) => asker === a.publisher.principal.id)
    expect(asked).toHaveLength(50)
    expect(before).toBeLessThan(50)
  })

  it('asked by several at once is one question with all of them', async () => {
    await Promise.all([a.member, a.steward, a.auditor, a.owner].map((actor) => miss(actor, 'several together')))
    expect((await onBoard('several together'))?.askers).toBe(4)
  })
})

describe('the board', () => {
  it('is of one organisation', async () => {
    await three(b, 'only theirs')
    expect(await onBoard('only theirs')).toBeUndefined()
    expect((await board(b.owner)).map(({ question }) => question)).toEqual(['only theirs'])
    const [theirs] = await board(b.owner)
    await expect(catalog.dismissWanted(a.owner, { id: theirs!.id, note: 'x' })).rejects.toThrow('no such wanted search')
  })

  it('shows most people first, page by page', async () => {
    const seen: { id: string; askers: number }[] = []
    let cursor: string | undefined
    do {
      const page = await catalog.listWanted(a.scope, sight(a.owner), { state: 'open', limit: 2, cursor })
      seen.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(await board(a.owner))
    expect(seen.map(({ askers }) => askers)).toEqual(seen.map(({ askers }) => askers).sort((x, y) => y - x))
    const first = await catalog.listWanted(a.scope, sight(a.owner), { state: 'open', limit: 1 })
    const elsewhere = { state: 'dismissed' as const, limit: 1, cursor: first.nextCursor! }
    await expect(catalog.listWanted(a.scope, sight(a.owner), elsewhere)).rejects.toThrow('not of this search')
  })

  it('loses what somebody dismisses, says by whom and why, and gets it back', async () => {
    await three(a, 'lunch menu')
    const { id } = (await onBoard('lunch menu'))!
    await catalog.dismissWanted(a.steward, { id, note: 'No data of ours.' })
    await catalog.dismissWanted(a.owner, { id, note: 'Again.' })
    expect(await onBoard('lunch menu')).toBeUndefined()
    const dismissed = { by: 'steward', at: expect.any(String), note: 'No data of ours.' }
    expect(await onBoard('lunch menu', 'dismissed')).toMatchObject({ state: 'dismissed', dismissed })
    await miss(a.owner, 'lunch menu')
    expect(await onBoard('lunch menu')).toBeUndefined()
    await catalog.reopenWanted(a.owner, { id })
    expect(await onBoard('lunch menu')).toMatchObject({ askers: 4, dismissed: null })
  })

  it('knows nothing of what too few asked for, by its id neither', async () => {
    await miss(a.member, 'secret plan')
    const id = await withOrg(a.scope, (tx) => tx.wanted.findFirst({ where: { question: 'secret plan' } }))
    await expect(catalog.dismissWanted(a.owner, { id: id!.id, note: 'x' })).rejects.toThrow('no such wanted search')
    await expect(catalog.reopenWanted(a.owner, { id: id!.id })).rejects.toThrow('no such wanted search')
    await expect(catalog.getWanted(a.scope, sight(a.owner), id!.id)).rejects.toThrow('no such wanted search')
  })
})

describe('what is published', () => {
  it('is told once to those who asked for it, and answers the question', async () => {
    await three(a, 'bird strikes')
    const id = await publish('Bird strikes by airport')
    await answer(id)
    await answer(id)
    const [told, ...more] = await toldTo(a.member)
    expect(told).toMatchObject({
      title: 'Bird strikes by airport may be what you searched for',
      body: 'You searched for “bird strikes” and found nothing then.',
      link: expect.stringMatching(/^\/catalog\/slug-of-/),
    })
    expect(more).toEqual([])
    expect(await toldTo(a.publisher)).toEqual([])
    const product = { title: 'Bird strikes by airport' }
    expect(await onBoard('bird strikes', 'answered')).toMatchObject({ askers: 3, answer: product })
    const { id: wanted } = (await onBoard('bird strikes', 'answered'))!
    await expect(catalog.dismissWanted(a.owner, { id: wanted, note: 'x' })).rejects.toThrow('answered meanwhile')
  })

  it('is told once to one who asked for it in several words', async () => {
    for (const q of ['tide tables', 'tables tides']) await miss(a.member, q)
    const before = (await toldTo(a.member)).length
    await answer(await publish('Tide tables'))
    expect(await toldTo(a.member)).toHaveLength(before + 1)
  })

  it('is not told to those who may not find it', async () => {
    await miss(a.member, 'merger plans')
    await miss(a.auditor, 'merger plans')
    await miss(a.steward, 'merger plans')
    const [member, steward] = [await toldTo(a.member), await toldTo(a.steward)]
    const id = await publish('Merger plans')
    const hidden = { ...policy.visibility(a.member.principal), all: false, published: false }
    const narrow = async (asker: string) => (asker === a.steward.principal.id ? sightOf(asker) : hidden)
    await catalog.answerWanted(a.scope, { products: [id], sightOf: narrow })
    expect(await toldTo(a.member)).toEqual(member)
    expect(await toldTo(a.steward)).toHaveLength(steward.length + 1)
    // To who may not find what answered it, the board does not name it.
    const { items } = await catalog.listWanted(a.scope, hidden, { state: 'answered', limit: 200 })
    expect(items.find(({ question }) => question === 'merger plans')).toMatchObject({ askers: 3, answer: null })
    // Once they may, they hear of it too.
    await answer(id)
    expect(await toldTo(a.member)).toHaveLength(member.length + 1)
  })

  it.each<[string, Partial<catalog.Entry>]>([
    ['a draft', { status: 'draft' }],
    ['retired', { status: 'retired' }],
  ])('is no answer while it is %s', async (what, more) => {
    await miss(a.steward, `glacier ${what}s`)
    const before = (await toldTo(a.steward)).length
    await answer(await publish(`Glacier ${what}s`, more))
    expect(await toldTo(a.steward)).toHaveLength(before)
  })

  it('answers until three find nothing again', async () => {
    await three(a, 'noise levels')
    const id = await publish('Noise levels')
    await answer(id)
    expect(await onBoard('noise levels', 'answered')).toBeDefined()
    await catalog.indexEntry(a.scope, id, async () => null)
    await miss(a.member, 'noise levels')
    await miss(a.owner, 'noise levels')
    expect(await onBoard('noise levels')).toBeUndefined()
    await miss(a.steward, 'noise levels')
    expect(await onBoard('noise levels')).toMatchObject({ askers: 3, state: 'open' })
  })

  it('goes to the people alone, past every webhook', async () => {
    await notify.createWebhook(a.owner, { url: 'https://example.org/hook' })
    await miss(a.member, 'harbour dues')
    await answer(await publish('Harbour dues'))
    expect(await withOrg(a.scope, (tx) => tx.webhookDelivery.count({ where: { orgId: a.scope.orgId } }))).toBe(0)
    expect((await toldTo(a.member))[0]?.title).toContain('Harbour dues')
  })
})

it('what was asked longer ago than 90 days is forgotten', async () => {
  await three(b, 'old question')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * day })
  await miss(b.owner, 'old question')
  vi.setSystemTime(Date.now() + 31 * day)
  await catalog.pruneSearches(b.scope)
  expect(await asksOf(b.scope)).toEqual([{ question: 'old question', asker: b.owner.principal.id }])
  expect(await board(b.owner)).toEqual([])
  expect((await asksOf(a.scope)).length).toBeGreaterThan(20)
})

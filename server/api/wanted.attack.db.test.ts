import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as catalog from '@/server/catalog'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'

// What the board of wanted searches gives away: nothing to a stranger, to another organisation or to those who only ask, nobody's name
// to those who see it, and to whoever asks no word of what is hidden from them.

type Who = 'owner' | 'steward' | 'member' | 'auditor' | 'publisher'
let a: Tenant
let b: Tenant
let filled: Filled
const tokens = {} as Record<Who | 'theirs' | 'agent', string>

async function call(as: keyof typeof tokens | null, method: string, route: string, body?: unknown) {
  const { status, text } = await restCall(method, route, { token: as ? tokens[as] : undefined, body })
  return { status, text, json: JSON.parse(text) }
}
async function done(as: keyof typeof tokens, method: string, route: string, body?: unknown) {
  const { status, text, json } = await call(as, method, route, body)
  if (status >= 300) throw new Error(`${as} ${method} ${route} answered ${status}: ${text}`)
  return json
}
const board = async (as: keyof typeof tokens = 'owner'): Promise<{ id: string; question: string }[]> =>
  (await done(as, 'GET', '/wanted?limit=200')).items
const questions = async () => (await board()).map(({ question }) => question)
const searches = (as: keyof typeof tokens, q: string, more = '') =>
  done(as, 'GET', `/search?q=${encodeURIComponent(q)}${more}`)

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'wanted-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  const mint = async (actor: tenancy.Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  for (const who of ['owner', 'steward', 'member', 'auditor', 'publisher'] as const) tokens[who] = await mint(a[who])
  tokens.theirs = await mint(b.owner)
  const as = (who: Who) => ((...args) => done(who, ...args)) as Call
  filled = await fillTenant(a, root, { owner: as('owner'), member: as('member') })
  const { id } = (await product.resource(a.scope, filled.product))!
  await catalog.indexEntry(a.scope, id, () => product.describe(a.scope, id))
  tokens.agent = (await done('owner', 'POST', `/agents/${filled.agent}/tokens`, {})).token
}, 120_000)
afterAll(closeDatabase)

describe('the board', () => {
  it.each<[keyof typeof tokens, number]>([
    ['owner', 200],
    ['steward', 200],
    ['publisher', 200],
    ['auditor', 200],
    ['member', 404],
    ['agent', 404],
  ])('answers %s %i', async (who, status) => expect((await call(who, 'GET', '/wanted')).status).toBe(status))

  it.each<[keyof typeof tokens, number]>([
    ['auditor', 403],
    ['member', 404],
    ['agent', 403],
    ['theirs', 404],
  ])('is left as it is by %s: %i', async (who, status) => {
    for (const [route, body] of [
      ['dismiss', { note: 'x' }],
      ['reopen', {}],
    ] as const) {
      const answer = await call(who, 'POST', `/wanted/${filled.wanted}/${route}`, body)
      expect([route, answer.status]).toEqual([route, status])
      expect(answer.text).not.toContain('wanted a')
    }
  })

  it('is for nobody without a name, and empty to another organisation', async () => {
    expect((await call(null, 'GET', '/wanted')).status).toBe(401)
    expect((await call(null, 'POST', '/recent-searches', { q: 'stranger' })).status).toBe(401)
    expect(await board('theirs')).toEqual([])
  })

  it('names nobody who asked, and no hour, anywhere that its readers come', async () => {
    const answers = [
      await call('owner', 'GET', '/wanted'),
      await call('owner', 'GET', '/audit?limit=200'),
      await call('owner', 'GET', '/decisions?limit=200'),
    ]
    const [shown, ...logs] = answers.map(({ text }) => text)
    for (const { principal } of [a.member, a.auditor, a.owner]) expect(shown).not.toContain(principal.id)
    expect(shown).not.toMatch(/\d\d:\d\d/)
    for (const log of logs) expect(log).not.toContain('wanted a')
  })

  it('holds from three people on, however often and from wherever one of them asks', async () => {
    for (let n = 0; n < 3; n++) for (const who of ['member', 'steward'] as const) await searches(who, 'whales')
    await done('member', 'POST', '/recent-searches', { q: 'whales' })
    expect(await questions()).not.toContain('whales')
    await searches('agent', 'whales')
    // The agent's sponsor is the third.
    expect(await questions()).toContain('whales')
    await searches('owner', 'whales')
    expect((await board()).find(({ question }) => question === 'whales')).toMatchObject({ askers: 3 })
  })

  it('takes no whole question from suggestions, filters or a later page', async () => {
    for (const who of ['owner', 'member', 'steward'] as const) {
      await done(who, 'GET', '/search/suggest?q=dolphins')
      await searches(who, 'dolphins', '&status=published')
      await searches(who, 'dolphins', '&tag=x')
    }
    expect(await questions()).not.toContain('dolphins')
  })
})

describe('something hidden', () => {
  it('is wanted by those who may not find it, who hear the same as of what is not there', async () => {
    const text = `forbid (principal, action == Action::"discover", resource is Product)
      unless { principal in Role::"owner" };`
    await done('owner', 'PUT', '/policies', { text })
    expect((await searches('owner', 'sold')).total).toBe(1)
    const asked = ['member', 'steward', 'auditor'] as const
    const word = 'sold'
    for (const who of asked) {
      const [hidden, absent] = [await searches(who, word), await searches(who, `zzz ${'q'.repeat(12)}`)]
      expect({ ...hidden, took: 0 }).toEqual({ ...absent, took: 0 })
      const said = await Promise.all([word, 'zzz'].map((q) => call(who, 'POST', '/recent-searches', { q })))
      expect(said.map(({ status, json }) => [status, json])).toEqual([
        [200, { ok: true }],
        [200, { ok: true }],
      ])
    }
    expect(await questions()).toContain(word)
    // To the owner it is there: their own search is no miss, however they send it.
    await done('owner', 'POST', '/recent-searches', { q: word })
    const found = (await board()).find(({ question }) => question === word)
    expect(found).toMatchObject({ askers: 3 })
    await done('owner', 'PUT', '/policies', { text: '' })
  })
})

it('a dismissal needs a word why, of one line’s length', async () => {
  for (const body of [{}, { note: ' ' }, { note: 'x'.repeat(301) }, { note: 'x', colour: 'red' }])
    expect((await call('owner', 'POST', `/wanted/${filled.wanted}/dismiss`, body)).status).toBe(400)
  const dismissed = await done('publisher', 'POST', `/wanted/${filled.wanted}/dismiss`, { note: 'Not ours.' })
  expect(dismissed).toMatchObject({ state: 'dismissed', dismissed: { by: 'publisher', note: 'Not ours.' } })
  expect(await done('steward', 'POST', `/wanted/${filled.wanted}/reopen`)).toMatchObject({ state: 'open' })
})

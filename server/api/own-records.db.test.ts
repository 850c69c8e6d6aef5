import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { classifiedStaff } from '@/prisma/seed/classified-staff'
import { copyWhole } from '@/prisma/seed/copy-whole'
import type { Tenant } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import { closeDatabase } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

// Stoa under its own watch: its records as a source, the demo's product over them, and what is said of a request that went astray.

let a: Tenant
let keeper: Actor
let connection: string
const tokens: Record<string, string> = {}
const tables = ['requests', 'moments', 'decisions', 'grants', 'proofs']
const slug = 'access-records'
const settings = { kind: 'stoa', name: 'stoa-records', config: {} }
vi.setConfig({ testTimeout: 120_000 })

const rest = async (who: string, method: string, route: string, body?: unknown) => {
  const answer = await restCall(method, route, { token: tokens[who], body })
  return { status: answer.status, body: JSON.parse(answer.text) }
}
const ask = (who: Actor, more: object = {}) =>
  access.request(who, { product: 'staff', port: 'pay', purpose: 'analytics', duration: 'P90D', ...more })
const decide = async (who: Actor, id: string, decision: 'approve' | 'ask', note?: string) =>
  access.decide(who, { id, decision, note, policyVersion: await policy.version(a.scope) })
const later = (hours: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
}
/** Copies what Stoa keeps, and lets the loop look at it. */
async function watch() {
  await copyWhole(keeper, connection, tables)
  await product.advancePorts(a.scope)
  await observe.watchProduct(a.scope, slug)
}
const incidents = async () => {
  const { items } = await observe.listIncidents(a.scope, { sees: () => true, limit: 10 })
  return items.map(({ title, state }) => [title, state])
}
const rowsOf = async (sql: string) =>
  (await serve.answer(a.publisher, await serve.plan(a.publisher, { sql, format: 'json' }))).rows

beforeAll(async () => {
  a = (await classifiedStaff('records-files')).a
  for (const who of ['owner', 'publisher', 'steward', 'member', 'auditor'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  await tenancy.createDomain(a.owner, { slug: 'platform', name: 'Platform', description: '' })
  await tenancy.setDomainMember(a.owner, 'platform', a.owner.principal.id, 'owner')
  keeper = { ...a.owner, principal: (await tenancy.loadPrincipal(a.scope, a.owner.principal.id))! }
}, 120_000)
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

describe('who connects Stoa itself', () => {
  it.each([
    ['publisher', 'sales', 403],
    ['steward', 'platform', 403],
    ['member', 'platform', 404],
    ['auditor', 'platform', 403],
  ])('is not the %s, who may not do both: %s', async (who, domain, status) => {
    const { kind, config } = settings
    expect((await rest(who, 'POST', '/connections', { ...settings, domain })).status).toBe(status)
    expect((await rest(who, 'POST', '/connections/try', { kind, config, domain })).status).toBe(status)
    expect(await ingestion.findConnection(a.scope, { name: settings.name })).toBeNull()
  })

  it('is whoever may connect there and read what everybody did', async () => {
    const tried = await rest('owner', 'POST', '/connections/try', { kind: 'stoa', config: {}, domain: 'platform' })
    expect(tried).toMatchObject({ status: 200, body: { ok: true, detail: 'Signed in. It shows 5 assets.' } })
    const made = await rest('owner', 'POST', '/connections', { ...settings, domain: 'platform' })
    expect(made).toMatchObject({ status: 201, body: { kind: 'stoa', domain: 'platform' } })
    connection = made.body.id
    const { items } = (await rest('owner', 'GET', `/connections/${connection}/assets`)).body
    expect(items.map(({ ref }: { ref: string }) => ref).sort()).toEqual([...tables].sort())
  })
})

describe('access under watch', () => {
  it('is one event log from the ask to the proof, with what policy asked for beside what was done', async () => {
    const asked = await ask(a.member)
    await decide(a.publisher, asked.id, 'ask', 'Why?')
    later(100)
    await access.answer(a.member, { id: asked.id, note: 'For the yearly report.' })
    later(2)
    await decide(a.steward, asked.id, 'approve')
    later(1)
    await decide(a.publisher, asked.id, 'approve')
    vi.useRealTimers()
    await ask(await a.actorOf(a.auditor.principal.id), { port: 'plain', draft: true })
    await copyWhole(keeper, connection, tables)
    const yaml = readFileSync(`prisma/seed/demo/${slug}.yaml`, 'utf8')
    await product.save(keeper, { slug, written: product.readDocuments({ yaml }) })
    await product.publish(keeper, { slug })
    const own = { product: slug, port: 'requests', purpose: 'operations', duration: 'P1D' } as const
    const { id } = await access.request(a.publisher, own)
    for (const who of [a.steward, keeper]) await decide(who, id, 'approve')
    expect(
      await rowsOf(
        `select state, steps_planned, steps_taken, steps_skipped, waited_hours, late from "${slug}".requests.requests`,
      ),
    ).toEqual([['approved', 2, 2, 0, 3, false]])
    const moments = `select activity from "${slug}".requests.moments where request_id = '${asked.id}' order by happened_at, activity`
    expect((await rowsOf(moments)).flat()).toEqual([
      'request submitted',
      'request info_needed',
      'request answered',
      'steward approved',
      'grant active',
      'grant pending',
      'owner approved',
      'request approved',
    ])
  })

  it('says who did without a step and who waits too long, and is content once it is explained', async () => {
    await watch()
    expect(await incidents()).toEqual([])
    const broken = await access.breakGlass(a.steward, {
      product: 'staff',
      port: 'secret',
      purpose: 'operations',
      reason: 'The site is down.',
      duration: 'PT1H',
    })
    await ask(a.auditor)
    later(73)
    await watch()
    expect((await incidents()).sort()).toEqual([
      ['No request waits longer than policy allows', 'open'],
      ['Nothing is approved without the steps that policy asks for', 'open'],
    ])
    await access.reviewEmergency(a.owner, { id: broken.id, verdict: 'justified' })
    later(1)
    await watch()
    expect((await incidents()).find(([title]) => title?.startsWith('Nothing'))?.[1]).toBe('resolved')
  })
})

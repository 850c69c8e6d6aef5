import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import * as agents from '@/server/agent'
import * as notify from '@/server/notify'
import { closeDatabase, withOrg } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

// Agents at the door: what they read, what stops them and says so, and what they never do.

let a: Tenant
let filled: Filled
let owner: string
let member: string
let sql: string

const call = async (token: string, method: string, route: string, body?: unknown) => {
  const { status, text, headers } = await restCall(method, route, { token, body })
  const json = headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : { text }
  return { status, json, headers, message: (json.error?.message ?? '') as string }
}
const done = async (...ask: Parameters<typeof call>) => {
  const { status, json } = await call(...ask)
  if (status >= 300) throw new Error(`${ask[1]} ${ask[2]} answered ${status}: ${JSON.stringify(json)}`)
  return json
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const wide = { rowsPerDay: 1_000_000, callsPerMinute: 6_000 }

/** An agent of the member, its token, and (unless it shall have none) its grant for the port. */
async function made({ name = 'Nightly', purpose = 'analytics', budgets = wide, grant = true } = {}) {
  const input = { name, sponsor: a.member.principal.id, purpose, endsAt: inDays(30), budgets }
  const { id } = await done(member, 'POST', '/agents', input)
  const { token } = await done(member, 'POST', `/agents/${id}/tokens`, {})
  return { id, token, grant: grant ? await granted(id, purpose) : '' }
}
async function granted(principalId: string, purpose: string): Promise<string> {
  const found = await agents.loadPrincipal(a.scope, principalId)
  const principal = found.ok ? found.principal : { ...a.member.principal }
  const ask = { product: filled.product, port: filled.port, purpose, duration: 'P30D' }
  const { id } = await access.request({ ...a.member, principal }, ask)
  return (await done(owner, 'POST', `/access-requests/${id}/decision`, { decision: 'approve' })).grant
}
const reads = (token: string, more = {}) => call(token, 'POST', '/query', { sql, format: 'json', ...more })
const memberIs = (state: 'active' | 'disabled') =>
  done(owner, 'PATCH', `/members/${a.member.principal.id}`, { state }).then(() => undefined)

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'agent-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  ;[owner, member] = [await mint(a.owner), await mint(a.member)]
  const as = (token: string) => (method: string, route: string, body?: unknown) => done(token, method, route, body)
  filled = await fillTenant(a, root, { owner: as(owner), member: as(member) })
  sql = `select * from "${filled.product}"."${filled.port}"`
}, 120_000)
afterAll(closeDatabase)

describe('an agent', () => {
  it('says who it is, for whom it acts and what is left to it', async () => {
    const { id, token } = await made({ grant: false })
    expect(token).toMatch(/^stoa_agent_/)
    const { json } = await call(token, 'GET', '/me')
    expect(json).toMatchObject({
      principal: { id, type: 'agent', name: 'Nightly' },
      org: { slug: a.org.slug },
      scopes: ['read'],
      domains: [],
      agent: { sponsor: a.member.principal.id, purpose: 'analytics', refused: null, used: { rows: 0, calls: 1 } },
    })
    expect(json.principal.email).toBeUndefined()
  })

  it('reads by a grant held for it and by none of its sponsor’s, and leaves a receipt and an entry', async () => {
    const { id, token } = await made({ grant: false })
    const none = await reads(token)
    expect([none.status, none.message]).toEqual([
      403,
      expect.stringMatching(/hold no access .* sponsor, member, can ask/),
    ])
    const grant = await granted(id, 'analytics')
    const { status, json } = await reads(token)
    expect([status, json.rowCount, json.grants]).toEqual([200, 2, [grant]])
    expect((await call(token, 'GET', `/receipts/${json.receipt}`)).json).toMatchObject({ holds: true })
    const entries = await done(owner, 'GET', `/audit?actor=${id}&action=port`)
    expect(entries.items).toMatchObject([{ action: 'port.read', actorName: 'Nightly', detail: { rows: 2 } }])
    expect((await done(owner, 'GET', `/grants/${grant}`)).principalName).toBe('Nightly')
  })

  it('reads under its own purpose alone', async () => {
    const { id, token } = await made()
    await granted(a.member.principal.id, 'research')
    await granted(id, 'research')
    const other = await reads(token, { purpose: 'research' })
    expect([other.status, other.message]).toEqual([403, expect.stringContaining('reads for analytics alone')])
    const { json } = await reads(token)
    expect(json.terms.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['analytics'])
    const ports = (await call(token, 'GET', '/ports')).json.items
    expect(ports.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['analytics'])
  })

  it('never reads more than its sponsor may at that moment', async () => {
    const { token } = await made()
    expect((await reads(token)).status).toBe(200)
    await done(owner, 'POST', `/grants/${filled.grant}/revoke`, { note: 'Not any more.' })
    const refused = await reads(token)
    expect([refused.status, refused.message]).toEqual([
      403,
      expect.stringContaining('its sponsor, member, may not read'),
    ])
    expect((await call(token, 'GET', '/ports')).json.items).toEqual([])
    filled.grant = await granted(a.member.principal.id, 'analytics')
    expect((await reads(token)).status).toBe(200)
  })

  it('is asked for by its sponsor, for its own purpose, and given back by them', async () => {
    const { id, token } = await made({ name: 'Asked for', grant: false })
    const ask = { product: filled.product, port: filled.port, purpose: 'analytics', duration: 'P30D', for: id }
    const others = await call(owner, 'POST', '/access-requests', ask)
    expect(others.message).toContain('an agent you sponsor')
    const strange = await call(member, 'POST', '/access-requests', { ...ask, purpose: 'research' })
    expect(strange.message).toContain('reads for that alone')
    const asked = await done(member, 'POST', '/access-requests', ask)
    expect(asked.for).toEqual({ type: 'agent', id, name: 'Asked for' })
    const { grant } = await done(owner, 'POST', `/access-requests/${asked.id}/decision`, { decision: 'approve' })
    expect((await reads(token)).json.grants).toEqual([grant])
    const again = await done(member, 'POST', `/grants/${grant}/renew`, {})
    expect(again).toMatchObject({ for: { id }, renews: grant })
    await done(member, 'POST', `/access-requests/${again.id}/withdraw`)
    expect(await done(member, 'POST', `/grants/${grant}/revoke`, {})).toMatchObject({ endedAs: 'revoked' })
    expect((await reads(token)).status).toBe(403)
  })

  it('has no request decided by whoever sponsors it', async () => {
    const { id } = await made({ name: 'Handed over', grant: false })
    const ask = { product: filled.product, port: filled.port, purpose: 'analytics', duration: 'P30D', for: id }
    const asked = await done(member, 'POST', '/access-requests', ask)
    await done(owner, 'PATCH', `/agents/${id}`, { sponsor: a.owner.principal.id })
    const { status, message } = await call(owner, 'POST', `/access-requests/${asked.id}/decision`, {
      decision: 'approve',
    })
    expect([status, message]).toEqual([403, 'Nobody decides a request for their own agent.'])
    await done(member, 'POST', `/access-requests/${asked.id}/withdraw`)
  })
})

describe('is stopped at its next call, and told by what', () => {
  const everywhere = async (token: string, words: RegExp) => {
    for (const route of ['/me', '/ports', '/search'])
      expect([route, (await call(token, 'GET', route)).status]).toEqual([route, 403])
    const { status, message } = await reads(token)
    expect([status, message]).toEqual([403, expect.stringMatching(words)])
  }

  it('a disabled sponsor', async () => {
    const { token } = await made()
    await memberIs('disabled')
    await everywhere(token, /its sponsor, member, is disabled/)
    await memberIs('active')
    member = (await tenancy.createToken(await a.actorOf(a.member.principal.id), { name: 'again' })).token
    expect((await reads(token)).status).toBe(200)
  })

  it('an ended purpose', async () => {
    const items = (await done(owner, 'GET', '/purposes')).items as { slug: string }[]
    await done(owner, 'PUT', '/purposes', { items: [...items, { slug: 'short-lived', title: 'Short' }] })
    const { token } = await made({ purpose: 'short-lived', grant: false })
    expect((await call(token, 'GET', '/me')).status).toBe(200)
    await done(owner, 'PUT', '/purposes', { items })
    await everywhere(token, /its purpose, short-lived, has ended/)
  })

  it('its own end, and the switch that stops it', async () => {
    const { id, token } = await made()
    await done(member, 'PATCH', `/agents/${id}`, { state: 'stopped' })
    await everywhere(token, /was stopped/)
    await done(member, 'PATCH', `/agents/${id}`, { state: 'active' })
    expect((await reads(token)).status).toBe(200)
    // No call can set an end that is past; the clock does.
    const past = new Date(Date.now() - 1_000)
    await withOrg(a.scope, (tx) => tx.agent.updateMany({ where: { id }, data: { endsAt: past } }))
    await everywhere(token, /ended at/)
  })

  it('its removal, which ends its grant', async () => {
    const { id, token, grant } = await made()
    await done(member, 'DELETE', `/agents/${id}`)
    expect((await call(token, 'GET', '/me')).status).toBe(401)
    expect(await access.endVoidGrants(a.scope)).toBe(1)
    expect(await done(owner, 'GET', `/grants/${grant}`)).toMatchObject({
      state: 'ended',
      endNote: 'The agent was removed.',
    })
    const told = await notify.list(a.scope, a.member.principal.id, { limit: 1 })
    expect(told.items[0]).toMatchObject({ kind: 'access/grant.ended', body: 'The agent was removed.' })
  })

  it('a spent budget of rows, until the day ends', async () => {
    const { id, token } = await made({ budgets: { ...wide, rowsPerDay: 5 } })
    expect((await reads(token)).status).toBe(200)
    expect((await reads(token)).status).toBe(200)
    const refused = await reads(token)
    expect([refused.status, refused.message]).toEqual([429, expect.stringMatching(/of 5 rows a day 1 are left.*has 2/)])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await reads(token, { limit: 1 })).status).toBe(200)
    expect((await reads(token, { limit: 1 })).message).toContain('is spent')
    await done(member, 'PATCH', `/agents/${id}`, { budgets: { rowsPerDay: 7 } })
    expect((await reads(token)).status).toBe(200)
  })

  it('a download says how much it wants, and pays for what it got', async () => {
    const { id, token } = await made({ budgets: { ...wide, rowsPerDay: 5 } })
    expect((await reads(token, { format: 'csv' })).status).toBe(400)
    expect((await reads(token, { format: 'csv', limit: 6 })).status).toBe(429)
    const got = await reads(token, { format: 'csv', limit: 5 })
    expect([got.status, got.json.text.trim().split('\n').length]).toEqual([200, 3])
    await expect.poll(async () => (await done(member, 'GET', `/agents/${id}`)).used.rows).toBe(2)
  })
})

describe('a budget', () => {
  const parallel = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, work))

  // Twenty processes of DuckDB on whatever machine this is.
  it('of rows holds though 20 calls come at once', { timeout: 180_000 }, async () => {
    const { id, token } = await made({ budgets: { ...wide, rowsPerDay: 11 } })
    const statuses = (await parallel(() => reads(token))).map(({ status }) => status)
    expect([statuses.filter((one) => one === 200).length, statuses.filter((one) => one === 429).length]).toEqual([
      5, 15,
    ])
    expect((await done(member, 'GET', `/agents/${id}`)).used.rows).toBe(10)
  })

  it('of calls holds though 20 come at once', { timeout: 90_000 }, async () => {
    const { token } = await made({ budgets: { ...wide, callsPerMinute: 7 }, grant: false })
    // Not across the turn of a minute, when a new budget begins.
    const left = 60_000 - (Date.now() % 60_000)
    if (left < 10_000) await sleep(left + 200)
    const answers = await parallel(() => call(token, 'GET', '/me'))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(13)
    expect(refused[0]?.message).toMatch(/budget of Nightly is spent: 7 calls a minute/)
  })
})

describe('what it did', () => {
  it('is a line of time: asked, allowed or refused and why, rows', async () => {
    const { id, token } = await made()
    await reads(token)
    await reads(token, { purpose: 'research' })
    await done(member, 'PATCH', `/agents/${id}`, { state: 'stopped' })
    for (let n = 0; n < 3; n++) await call(token, 'GET', '/me')
    const { items } = await done(member, 'GET', `/agents/${id}/acts`)
    const told = items.map(({ call: asked, outcome, rows, why }: Record<string, unknown>) => [
      asked,
      outcome,
      rows,
      why,
    ])
    expect(told.slice(-2)).toEqual([
      ['POST /query', 'refused', null, expect.stringContaining('analytics alone')],
      ['POST /query', 'allowed', 2, null],
    ])
    expect(items.at(-1).about).toBe(sql)
    // One line a minute, however often it knocks.
    const door = items.filter((one: { call: string }) => one.call === 'any call')
    expect(door.reduce((sum: number, one: { times: number }) => sum + one.times, 0)).toBe(3)
    expect(door.length).toBeLessThanOrEqual(2)
    const page = await done(member, 'GET', `/agents/${id}/acts?limit=1&outcome=allowed`)
    expect(page.items).toMatchObject([{ outcome: 'allowed', rows: 2 }])
  })

  it('is seen by its sponsor and by those who see all, not by others', async () => {
    const { id } = await made({ grant: false })
    const publisher = (await tenancy.createToken(a.publisher, { name: 'test' })).token
    const auditor = (await tenancy.createToken(a.auditor, { name: 'test' })).token
    for (const route of [`/agents/${id}`, `/agents/${id}/acts`]) {
      expect((await call(publisher, 'GET', route)).status).toBe(404)
      expect((await call(auditor, 'GET', route)).status).toBe(200)
    }
    expect((await done(publisher, 'GET', '/agents')).items).toEqual([])
    expect((await call(auditor, 'PATCH', `/agents/${id}`, { state: 'stopped' })).status).toBe(403)
    expect((await call(publisher, 'PATCH', `/agents/${id}`, { state: 'stopped' })).status).toBe(404)
  })
})

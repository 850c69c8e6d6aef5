import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Call, type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** Attacks on approvals, reviews, evidence and hand-over through the door that scripts use. */

type Side = {
  tenant: Tenant
  filled: Filled
  tokens: Record<'owner' | 'member' | 'steward' | 'publisher' | 'auditor', string>
}
let a: Side
let b: Side

const call = async (token: string, method: string, place: string, body?: unknown, headers = {}) => {
  const { status, text } = await restCall(method, place, { token, body, headers })
  return { status, text, json: text.startsWith('{') ? JSON.parse(text) : null }
}
async function side(tenant: Tenant, root: string): Promise<Side> {
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  const tokens = {
    owner: await mint(tenant.owner),
    member: await mint(tenant.member),
    steward: await mint(tenant.steward),
    publisher: await mint(tenant.publisher),
    auditor: await mint(tenant.auditor),
  }
  const calling =
    (token: string): Call =>
    async (method, place, body) =>
      (await call(token, method, place, body)).json
  const filled = await fillTenant(tenant, root, { owner: calling(tokens.owner), member: calling(tokens.member) })
  return { tenant, tokens, filled }
}
const ask = (of: Side, purpose = 'research', more = {}) => ({
  product: of.filled.product,
  port: of.filled.port,
  purpose,
  duration: 'PT1H',
  ...more,
})
const asked = async (of: Side, token: string, purpose?: string, more = {}) =>
  (await call(token, 'POST', '/access-requests', ask(of, purpose, more))).json

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'approval-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const tenants = await twoTenants()
  a = await side(tenants.a, root)
  b = await side(tenants.b, root)
}, 120_000)
afterEach(() => void vi.useRealTimers())
afterAll(closeDatabase)

describe('an attack on a decision', () => {
  const decide = (token: string, id: string, decision = 'approve', headers = {}) =>
    call(token, 'POST', `/access-requests/${id}/decision`, { decision }, headers)

  it('by who asks, whatever their role, comes to nothing', async () => {
    for (const who of ['owner', 'steward', 'publisher', 'member'] as const) {
      const { id } = await asked(a, a.tokens[who])
      const { status } = await decide(a.tokens[who], id)
      expect([who, status]).toEqual([who, 403])
      const bulk = await call(a.tokens[who], 'POST', '/access-requests/decisions', { ids: [id], decision: 'approve' })
      expect([who, bulk.status]).toEqual([who, 403])
      expect((await call(a.tokens[who], 'GET', `/access-requests/${id}/dossier`)).status).toBe(403)
      await call(a.tokens[who], 'POST', `/access-requests/${id}/withdraw`)
    }
  })

  it('by a delegate who asks for themselves comes to nothing', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const to = a.tenant.member.principal.id
    const made = await call(a.tokens.steward, 'POST', '/delegations', { to, until })
    expect(made.status).toBe(201)
    const { id } = await asked(a, a.tokens.member)
    expect((await decide(a.tokens.member, id)).status).toBe(403)
    const theirs = await asked(a, a.tokens.steward, 'operations')
    // Theirs is not even there for who stands in for them.
    expect((await decide(a.tokens.member, theirs.id)).status).toBe(404)
    const other = await asked(a, a.tokens.auditor)
    const waits = await call(a.tokens.member, 'GET', '/access-requests?box=decide')
    expect(waits.json.items.map((one: { id: string }) => one.id)).toEqual([other.id])
    expect((await decide(a.tokens.member, other.id)).json.steps[0].onBehalfOf).toBe('steward')
    expect((await call(b.tokens.owner, 'DELETE', `/delegations/${made.json.id}`)).status).toBe(404)
    expect((await call(a.tokens.steward, 'DELETE', `/delegations/${made.json.id}`)).status).toBe(200)
    expect((await call(a.tokens.member, 'GET', '/access-requests/waiting')).json).toEqual({ count: 0, decides: false })
    await call(a.tokens.member, 'POST', `/access-requests/${id}/withdraw`)
    await call(a.tokens.steward, 'POST', `/access-requests/${theirs.id}/withdraw`)
  })

  it('of another organisation finds nothing', async () => {
    const { id } = await asked(a, a.tokens.member)
    for (const [method, place, body] of [
      ['POST', `/access-requests/${id}/decision`, { decision: 'approve' }],
      ['POST', '/access-requests/decisions', { ids: [id], decision: 'approve' }],
      ['POST', `/access-requests/${id}/answer`, { note: 'x' }],
      ['POST', `/access-requests/${id}/review`, { verdict: 'justified' }],
      ['GET', `/access-requests/${id}/dossier`, undefined],
      ['GET', `/access-reviews/${a.filled.review}`, undefined],
      [
        'POST',
        `/access-reviews/${a.filled.review}/items/${a.filled.reviewItem}/decision`,
        { decision: 'end', note: 'x' },
      ],
      ['POST', `/grants/${a.filled.grant}/renew`, {}],
      ['POST', `/grants/${a.filled.grant}/narrow`, { terms: {}, note: 'x' }],
      ['GET', `/members/${a.filled.member}/hand-over`, undefined],
    ] as const)
      expect([place, (await call(b.tokens.owner, method, place, body)).status]).toEqual([place, 404])
    expect((await call(a.tokens.member, 'GET', `/access-requests/${id}`)).json.state).toBe('submitted')
    await call(a.tokens.member, 'POST', `/access-requests/${id}/withdraw`)
  })

  it('that is replayed changes nothing, whatever happened since', async () => {
    const { id } = await asked(a, a.tokens.member)
    const key = { 'idempotency-key': 'the-decision' }
    const first = await decide(a.tokens.owner, id, 'approve', key)
    expect((await decide(a.tokens.owner, id, 'approve', key)).json).toEqual(first.json)
    expect((await decide(a.tokens.owner, id)).json.grant).toBe(first.json.grant)
    expect((await decide(a.tokens.owner, id, 'reject')).status).toBe(409)
    await call(a.tokens.owner, 'POST', `/grants/${first.json.grant}/revoke`, { note: 'Over.' })
    expect((await decide(a.tokens.owner, id)).json.grant).toBe(first.json.grant)
    expect((await call(a.tokens.member, 'GET', `/grants/${first.json.grant}`)).json.state).toBe('ended')
  })

  it('twenty at once through the door give one outcome', async () => {
    const { id } = await asked(a, a.tokens.member)
    const deciders = [a.tokens.owner, a.tokens.steward]
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => decide(deciders[n % 2]!, id, n % 3 === 0 ? 'reject' : 'approve')),
    )
    const { json } = await call(a.tokens.member, 'GET', `/access-requests/${id}`)
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200, 409]))
    for (const one of all.filter(({ status }) => status === 200)) expect(one.json.state).toBe(json.state)
    if (json.grant) await call(a.tokens.member, 'POST', `/grants/${json.grant}/revoke`)
  })

  it('does not read one second after the end', async () => {
    const { id } = await asked(a, a.tokens.auditor)
    const { json } = await decide(a.tokens.owner, id)
    const sql = { sql: `select count(*) from "${a.filled.product}"."${a.filled.port}"`, format: 'json' }
    expect((await call(a.tokens.auditor, 'POST', '/query', sql)).status).toBe(200)
    const { expiresAt } = (await call(a.tokens.auditor, 'GET', `/grants/${json.grant}`)).json
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(expiresAt) + 1_000 })
    expect((await call(a.tokens.auditor, 'POST', '/query', sql)).status).toBe(403)
  })

  it.each([
    ['a policy of one’s own', { policyVersion: 'mine' }],
    ['a name one acts in', { names: [] }],
    ['terms that widen', { terms: { duration: 'P2Y' } }],
    ['terms of nothing', { terms: { columns: [] } }],
    ['rows that are a statement', { terms: { rows: '1=1) union all (select 1' } }],
  ])('with %s is refused', async (_, more) => {
    const { id } = await asked(a, a.tokens.member)
    const { status } = await call(a.tokens.owner, 'POST', `/access-requests/${id}/decision`, {
      decision: 'approve',
      ...more,
    })
    expect(status).toBe(400)
    await call(a.tokens.member, 'POST', `/access-requests/${id}/withdraw`)
  })
})

describe('a review', () => {
  it('is for those who may revoke, and decides each grant once', async () => {
    const dueAt = new Date(Date.now() + 86_400_000).toISOString()
    const { id } = await asked(a, a.tokens.auditor, 'operations', { duration: 'P30D' })
    const { grant } = (await call(a.tokens.owner, 'POST', `/access-requests/${id}/decision`, { decision: 'approve' }))
      .json
    for (const who of ['member', 'auditor'] as const)
      expect((await call(a.tokens[who], 'POST', '/access-reviews', { title: 'Mine', dueAt })).status).toBeGreaterThan(
        400,
      )
    const begun = await call(a.tokens.steward, 'POST', '/access-reviews', {
      title: 'Autumn',
      dueAt,
      ifUndecided: 'end',
    })
    expect([begun.status, begun.json.review.total]).toEqual([201, begun.json.items.length])
    const item = begun.json.items.find((one: { frozen: { id: string } }) => one.frozen.id === grant)
    const judge = (token: string, body: object) =>
      call(token, 'POST', `/access-reviews/${begun.json.review.id}/items/${item.id}/decision`, body)
    expect((await judge(a.tokens.auditor, { decision: 'keep' })).status).toBe(403)
    expect((await judge(a.tokens.steward, { decision: 'end' })).status).toBe(400)
    const many = await Promise.all([
      judge(a.tokens.steward, { decision: 'narrow', note: 'Less will do', terms: { columns: ['orders.id'] } }),
      judge(a.tokens.owner, { decision: 'keep' }),
      judge(a.tokens.steward, { decision: 'end', note: 'Not needed' }),
    ])
    expect(many.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await call(a.tokens.auditor, 'GET', `/access-reviews/${begun.json.review.id}`)).status).toBe(200)
    expect((await call(a.tokens.member, 'GET', `/access-reviews/${begun.json.review.id}`)).status).toBe(404)
  })

  it('ends what nobody kept, once its date has passed', async () => {
    const { id } = await asked(a, a.tokens.member, 'operations', { duration: 'P30D' })
    const { grant } = (await call(a.tokens.owner, 'POST', `/access-requests/${id}/decision`, { decision: 'approve' }))
      .json
    const dueAt = new Date(Date.now() + 3_600_000).toISOString()
    const begun = await call(a.tokens.owner, 'POST', '/access-reviews', { title: 'Short', dueAt })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7_200_000 })
    await Promise.all([access.sweep(a.tenant.scope), access.sweep(a.tenant.scope), access.sweep(b.tenant.scope)])
    const after = await access.getReview(a.tenant.scope, begun.json.review.id)
    expect(after.items.every(({ decision }) => decision === 'undecided')).toBe(true)
    expect(await access.getGrant(a.tenant.scope, grant)).toMatchObject({ state: 'ended', endedAs: 'revoked' })
    const told = await notify.list(a.tenant.scope, a.tenant.member.principal.id, { limit: 50 })
    expect(told.items.some(({ body }) => body?.includes('Nobody kept it in the review “Short”'))).toBe(true)
  })
})

describe('evidence', () => {
  const get = (token: string, more = '') => call(token, 'GET', `/evidence?from=2020-01-01T00:00:00Z${more}`)

  it('is for auditors and owners, holds what happened, and nothing of another organisation', async () => {
    const { id } = await asked(a, a.tokens.member, 'research', { reason: '=HYPERLINK("http://evil")' })
    for (const who of ['member', 'steward', 'publisher'] as const)
      expect((await get(a.tokens[who])).status).toBeGreaterThanOrEqual(403)
    await audit.seal()
    const { status, json, text } = await get(a.tokens.auditor)
    expect([status, json.chain.ok, json.truncated]).toEqual([200, true, false])
    expect(json.requests.map((one: { id: string }) => one.id)).toContain(id)
    expect(json.policies[0]).toMatchObject({ version: expect.any(String) })
    for (const mark of Object.values(b.filled)) expect(text).not.toContain(mark)
    const csv = await get(a.tokens.auditor, '&format=csv')
    expect(csv.text).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect(csv.text.split('\r\n')[1]).toContain('chain verified')
    expect((await get(a.tokens.auditor, `&product=${b.filled.product}`)).status).toBe(404)
    expect((await get(a.tokens.auditor, `&product=${a.filled.product}`)).json.requests.length).toBeGreaterThan(0)
    await call(a.tokens.member, 'POST', `/access-requests/${id}/withdraw`)
  })
})

describe('who leaves', () => {
  it('is followed by a list that a colleague takes over, and what they held ends', async () => {
    const { publisher, owner } = a.tenant
    const place = `/members/${publisher.principal.id}/hand-over`
    expect((await call(a.tokens.steward, 'GET', place)).status).toBe(403)
    const before = await call(a.tokens.owner, 'GET', place)
    expect(before.json.approves).toMatchObject([{ slug: 'sales', role: 'publisher', last: true }])
    const agent = await call(a.tokens.owner, 'POST', '/agents', {
      name: 'Left behind',
      sponsor: publisher.principal.id,
      purpose: 'analytics',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      budgets: { rowsPerDay: 10, callsPerMinute: 10 },
    })
    const sponsors = [{ id: agent.json.id, name: 'Left behind' }]
    expect((await call(a.tokens.owner, 'GET', place)).json.sponsors).toEqual(sponsors)
    await call(a.tokens.owner, 'PATCH', `/members/${publisher.principal.id}`, { state: 'disabled' })
    const strange = { to: b.tenant.owner.principal.id }
    expect((await call(a.tokens.owner, 'POST', place, strange)).status).toBe(404)
    const to = owner.principal.id
    // Each kind by itself; what ends goes to nobody.
    expect((await call(a.tokens.owner, 'POST', place, { what: ['sponsors'] })).status).toBe(400)
    expect((await call(a.tokens.owner, 'POST', place, { what: ['holds'] })).json).toMatchObject({ holds: [], sponsors })
    const moved = await call(a.tokens.owner, 'POST', place, { to, what: ['sponsors'] })
    expect(moved.json).toMatchObject({ sponsors: [], approves: [{ slug: 'sales' }] })
    expect((await call(a.tokens.owner, 'GET', `/agents/${agent.json.id}`)).json.sponsor).toBe(to)
    const after = await call(a.tokens.owner, 'POST', place, { to })
    expect(after.json).toMatchObject({ member: { state: 'disabled' }, owns: [], approves: [], holds: [] })
    const sales = await tenancy.findDomain(a.tenant.scope, 'sales')
    expect(sales?.members).toMatchObject([{ id: owner.principal.id, role: 'publisher' }])
  })
})

import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { routes } from './rest'

// An agent that wants to be more than it is. It is sponsored by the owner, who may do everything, and signs with a token that
// carries every scope, which no call would give it: what stands between is policy alone.

let a: Tenant
let filled: Filled
let owner: string
let agent: string
let id: string

const call = async (token: string, method: string, route: string, body?: unknown) => {
  const { status, text } = await restCall(method, route, { token, body })
  return { status, text }
}

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'agent-attack-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  const tokens = { owner: await mint(a.owner), member: await mint(a.member) }
  owner = tokens.owner
  const as = (who: keyof typeof tokens) => async (method: string, route: string, body?: unknown) => {
    const { status, text } = await call(tokens[who], method, route, body)
    if (status >= 300) throw new Error(`${method} ${route}: ${text}`)
    return JSON.parse(text)
  }
  filled = await fillTenant(a, root, { owner: as('owner'), member: as('member') })
  id = filled.agent
  // A budget that is spent would refuse for policy what policy may let through.
  const { status, text } = await call(owner, 'PATCH', `/agents/${id}`, {
    budgets: { rowsPerDay: 1_000, callsPerMinute: 600 },
  })
  if (status !== 200) throw new Error(text)
  agent = (await tenancy.issueToken(a.scope, id, { name: 'stolen', hours: 1, kind: 'agent' })).token
}, 120_000)
afterAll(closeDatabase)

const later = new Date(Date.now() + 86_400_000).toISOString()
const budgets = { rowsPerDay: 1_000_000, callsPerMinute: 6_000 }

it('has every scope and a sponsor who may do everything', async () => {
  const { status, text } = await call(agent, 'GET', '/me')
  expect([status, JSON.parse(text).scopes.length]).toEqual([200, 4])
})

it.each<[string, string, () => string, () => object]>([
  [
    'approve its own request',
    'POST',
    () => `/access-requests/${filled.request}/decision`,
    () => ({ decision: 'approve' }),
  ],
  [
    'ask for more',
    'POST',
    () => '/access-requests',
    () => ({ product: filled.product, port: filled.port, purpose: 'analytics', duration: 'P30D' }),
  ],
  ['revoke another’s grant', 'POST', () => `/grants/${filled.grant}/revoke`, () => ({ note: 'x' })],
  ['make a token of its own', 'POST', () => '/tokens', () => ({ name: 'x' })],
  ['make one more token of itself', 'POST', () => `/agents/${id}/tokens`, () => ({})],
  [
    'make an agent of its sponsor',
    'POST',
    () => '/agents',
    () => ({ name: 'x', sponsor: a.owner.principal.id, purpose: 'analytics', endsAt: later, budgets }),
  ],
  [
    'make an agent of its own',
    'POST',
    () => '/agents',
    () => ({ name: 'x', sponsor: id, purpose: 'analytics', endsAt: later, budgets }),
  ],
  ['widen its budgets', 'PATCH', () => `/agents/${id}`, () => ({ budgets })],
  ['change its purpose', 'PATCH', () => `/agents/${id}`, () => ({ purpose: 'research' })],
  ['live longer', 'PATCH', () => `/agents/${id}`, () => ({ endsAt: later })],
  ['change the purposes', 'PUT', () => '/purposes', () => ({ items: [{ slug: 'mine', title: 'Mine' }] })],
  ['invite a person', 'POST', () => '/members', () => ({ email: 'friend@a.example', role: 'owner' })],
  ['raise a member', 'PATCH', () => `/members/${filled.member}`, () => ({ role: 'owner' })],
  ['make a domain', 'POST', () => '/domains', () => ({ slug: 'mine', name: 'Mine' })],
  ['join a domain', 'PUT', () => `/domains/${filled.domain}/members/${filled.member}`, () => ({ role: 'owner' })],
  [
    'connect a source',
    'POST',
    () => '/connections',
    () => ({ kind: 'files', name: 'x', domain: filled.domain, config: { path: '*' } }),
  ],
  ['publish', 'POST', () => `/products/${filled.product}/publish`, () => ({})],
  ['retire a product', 'POST', () => `/products/${filled.product}/retire`, () => ({ note: 'x' })],
  ['sync', 'POST', () => `/connections/${filled.connection}/sync`, () => ({ assets: [filled.ref] })],
  ['read the audit', 'GET', () => '/audit', () => ({})],
  ['export the audit', 'GET', () => '/audit/export', () => ({})],
  ['read the connection of its sponsor’s domain', 'GET', () => `/connections/${filled.connection}`, () => ({})],
  [
    'read by its sponsor’s role',
    'POST',
    () => '/query',
    () => ({ sql: `select * from "${filled.product}"."${filled.port}"` }),
  ],
  [
    'compare snapshots that its sponsor may see',
    'POST',
    () => '/drift',
    () => ({ reference: filled.snapshot, current: filled.snapshot }),
  ],
  ['read another’s receipt', 'GET', () => `/receipts/${filled.receipt}`, () => ({})],
])('cannot %s', async (_, method, route, body) => {
  const { status, text } = await call(agent, method, route(), method === 'GET' ? undefined : body())
  expect([403, 404], text).toContain(status)
  // The same call is none that nobody could make.
  expect((await call(owner, 'GET', '/me')).status).toBe(200)
})

it('is refused every change there is, but a query, its cancelling, and its own searches', async () => {
  const own = new Set(['POST /query', 'POST /queries/{id}/cancel', 'POST /recent-searches'])
  const changes = routes.filter(({ meta }) => meta.permission !== 'anyone' && meta.rest.method !== 'GET')
  const allowed: string[] = []
  for (const { meta } of changes) {
    const { method, path: place } = meta.rest
    const body = method === 'DELETE' ? undefined : {}
    const { status } = await call(agent, method, place.replace(/\{id\}/g, id).replace(/\{\w+\}/g, filled.product), body)
    expect([place, status]).not.toEqual([place, 429])
    if (status < 400 && !own.has(`${method} ${place}`)) allowed.push(`${method} ${place}`)
  }
  expect(changes.length).toBeGreaterThan(20)
  expect(allowed).toEqual([])
})

it('leaves what is as it was', async () => {
  const { text } = await call(owner, 'GET', `/agents/${id}`)
  const found = JSON.parse(text)
  expect(found).toMatchObject({
    purpose: 'analytics',
    state: 'active',
    budgets: { rowsPerDay: 1_000, callsPerMinute: 600 },
  })
  // The one that was stolen, and the one that came with it.
  expect(found.tokens).toHaveLength(2)
})

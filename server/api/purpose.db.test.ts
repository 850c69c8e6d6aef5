import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

// An organisation's own purposes, at the door: what ends with one that is left out of the list.

let a: Tenant
let b: Tenant
let filled: Filled
let tokens: Record<'owner' | 'member' | 'other', string>

const call = async (who: keyof typeof tokens, method: string, route: string, body?: unknown, headers = {}) => {
  const { status, text, headers: said } = await restCall(method, route, { token: tokens[who], body, headers })
  return { status, json: JSON.parse(text), etag: said.get('etag') }
}
const query = () =>
  call('member', 'POST', '/query', { sql: `select * from "${filled.product}"."${filled.port}"`, format: 'json' })
const list = (...slugs: string[]) => ({ items: slugs.map((slug) => ({ slug, title: slug, description: '' })) })

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'purpose-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  tokens = { owner: await mint(a.owner), member: await mint(a.member), other: await mint(b.owner) }
  const as = (who: keyof typeof tokens) => async (method: string, route: string, body?: unknown) => {
    const { status, json } = await call(who, method, route, body)
    if (status >= 300) throw new Error(`${method} ${route}: ${JSON.stringify(json)}`)
    return json
  }
  filled = await fillTenant(a, root, { owner: as('owner'), member: as('member') })
}, 120_000)
afterAll(closeDatabase)

it('every organisation starts with three, and changes its own alone', async () => {
  const slugs = async (who: keyof typeof tokens) =>
    (await call(who, 'GET', '/purposes')).json.items.map(({ slug }: { slug: string }) => slug)
  expect(await slugs('member')).toEqual(['analytics', 'operations', 'research'])
  const { etag } = await call('owner', 'GET', '/purposes')
  const wanted = list('analytics', 'research', 'fraud')
  expect((await call('member', 'PUT', '/purposes', wanted)).status).toBe(403)
  const written = await call('owner', 'PUT', '/purposes', wanted, { 'if-match': etag })
  expect([written.status, written.json.ended.map(({ slug }: { slug: string }) => slug)]).toEqual([200, ['operations']])
  expect(written.etag).not.toBe(etag)
  expect((await call('owner', 'PUT', '/purposes', list('x-y'), { 'if-match': etag })).status).toBe(409)
  expect(await slugs('member')).toEqual(['analytics', 'research', 'fraud'])
  expect(await slugs('other')).toEqual(['analytics', 'operations', 'research'])
  const { items } = await audit.list(a.scope, { action: 'purposes.changed' }, { limit: 5 })
  expect(items).toMatchObject([{ actor: a.owner.principal.id, detail: { opened: ['fraud'], ended: ['operations'] } }])
})

it('refuses a list that is none', async () => {
  for (const items of [
    [],
    [{ slug: 'X', title: '' }],
    list('twice', 'twice').items,
    [{ slug: 'a-b', title: 'A', x: 1 }],
  ])
    expect((await call('owner', 'PUT', '/purposes', { items })).status).toBe(400)
})

it('is what requests and queries are held against', async () => {
  const ask = { product: filled.product, port: filled.port, duration: 'P30D' }
  const unknown = await call('member', 'POST', '/access-requests', { ...ask, purpose: 'marketing' })
  expect([unknown.status, unknown.json.error.details[0].path]).toEqual([400, 'purpose'])
  const gone = await call('member', 'POST', '/access-requests', { ...ask, purpose: 'operations' })
  expect([gone.status, gone.json.error.message]).toEqual([403, expect.stringContaining('operations has ended')])
  expect((await call('member', 'POST', '/access-requests', { ...ask, purpose: 'fraud' })).status).toBe(201)
  const sql = `select * from "${filled.product}"."${filled.port}"`
  expect((await call('member', 'POST', '/query', { sql, purpose: 'marketing' })).status).toBe(400)
})

it('stops what stands under one that ends: at the next call, and then for good', async () => {
  expect((await query()).status).toBe(200)
  const { json } = await call('owner', 'GET', '/purposes/use')
  expect(json.items).toEqual([
    { slug: 'analytics', grants: 2, requests: 0, agents: 1 },
    { slug: 'fraud', grants: 0, requests: 1, agents: 0 },
  ])
  await call('owner', 'PUT', '/purposes', list('research'))
  const refused = await query()
  expect([refused.status, refused.json.error.message]).toEqual([403, expect.stringContaining('purpose analytics has')])
  const waiting = await call('owner', 'GET', '/access-requests?box=decide')
  const decided = await call('owner', 'POST', `/access-requests/${waiting.json.items[0].id}/decision`, {
    decision: 'approve',
  })
  expect([decided.status, decided.json.error.message]).toEqual([409, expect.stringContaining('fraud has ended')])
  expect(await access.endVoidGrants(a.scope)).toBe(2)
  expect(await access.endVoidGrants(a.scope)).toBe(0)
  const grant = await call('member', 'GET', `/grants/${filled.grant}`)
  expect(grant.json).toMatchObject({ state: 'ended', endedAs: 'revoked', endedBy: 'system' })
  // Opened again, it gives back nothing that had ended.
  await call('owner', 'PUT', '/purposes', list('research', 'analytics'))
  expect((await query()).status).toBe(403)
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixturePassword, type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { once } from '@/scripts/sql'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'
import { openApiDocument } from './openapi'
import { handleRest, routes } from './rest'

const rootToken = 'root-token-of-the-test-suite-0123'
let a: Tenant
let b: Tenant
let tokenA: string

const call = async (...ask: Parameters<typeof restCall>) => {
  const { status, headers, text } = await restCall(...ask)
  const json = headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : { text }
  return { status, json, headers }
}

beforeAll(async () => {
  process.env.STOA_ROOT_TOKEN = rootToken
  rereadEnv()
  ;({ a, b } = await twoTenants())
  const mint = async (tenant: Tenant) => (await tenancy.createToken(tenant.owner, { name: 'test' })).token
  tokenA = await mint(a)
})
afterAll(async () => {
  delete process.env.STOA_ROOT_TOKEN
  rereadEnv()
  await closeDatabase()
})

describe('every procedure', () => {
  it('names a permission and one place in REST, and stands in the OpenAPI description', () => {
    const document = openApiDocument()
    const places = routes.map(({ meta }) => `${meta.rest.method} ${meta.rest.path}`)
    expect(new Set(places).size).toBe(places.length)
    for (const { name, meta } of routes) {
      expect([name, Boolean(meta.permission)]).toEqual([name, true])
      const operation = document.paths?.[meta.rest.path]?.[meta.rest.method.toLowerCase() as 'get']
      expect([name, Boolean(operation?.responses)]).toEqual([name, true])
    }
  })

  it('but the open ones refuses a caller without a name', async () => {
    for (const { meta } of routes.filter((route) => route.meta.permission !== 'anyone')) {
      const path = meta.rest.path.replace(/\{\w+\}/g, 'x')
      const { status, json } = await call(meta.rest.method, path, meta.rest.method === 'GET' ? {} : { body: {} })
      expect([meta.rest.path, status, json.error?.code]).toEqual([meta.rest.path, 401, 'unauthenticated'])
    }
  })
})

describe('REST', () => {
  it('says who one is', async () => {
    const { status, json } = await call('GET', '/me', { token: tokenA })
    expect([status, json.org.slug, json.role]).toEqual([200, a.org.slug, 'owner'])
  })

  it('answers errors as the API says', async () => {
    const unknown = await call('GET', '/nothing-here', { token: tokenA })
    expect([unknown.status, unknown.json.error.code]).toEqual([404, 'not_found'])
    const wrong = await call('POST', '/domains', { token: tokenA, body: { slug: 'X', name: '', colour: 'red' } })
    expect(wrong.status).toBe(400)
    expect(wrong.json.error.details.map((one: { path: string }) => one.path)).toEqual(
      expect.arrayContaining(['slug', 'name', 'colour']),
    )
    expect(wrong.json.error.requestId).toMatch(/^rq_/)
    expect((await call('GET', '/me', { token: 'stoa_pat_0123456789012345678901234' })).status).toBe(401)
  })

  it('refuses bodies that are not JSON objects, too large, or not UTF-8', async () => {
    const send = (body: BodyInit, type = 'application/json') =>
      handleRest(
        new Request('http://127.0.0.1:3000/api/v1/domains', {
          method: 'POST',
          body,
          headers: { authorization: `Bearer ${tokenA}`, 'content-type': type },
        }),
      )
    expect((await send('[1]')).status).toBe(400)
    expect((await send('{"slug":')).status).toBe(400)
    expect((await send('slug: x', 'text/plain')).status).toBe(400)
    expect((await send(new Uint8Array([0xff, 0xfe, 0x80]))).status).toBe(400)
    expect((await send(`"${'x'.repeat(7 * 1024 * 1024)}"`)).status).toBe(400)
  })

  it('does a write with an Idempotency-Key once', async () => {
    const headers = { 'idempotency-key': 'make-it-once' }
    const body = { slug: 'once', name: 'Once' }
    const first = await call('POST', '/domains', { token: tokenA, body, headers })
    const again = await call('POST', '/domains', { token: tokenA, body, headers })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.json).toEqual(first.json)
    const other = await call('POST', '/domains', { token: tokenA, body: { ...body, name: 'Twice' }, headers })
    expect(other.status).toBe(409)
  })

  it('says of a call whose process was killed that it may have been done, once it cannot be under way any more', async () => {
    const headers = { 'idempotency-key': 'broken-off' }
    const body = { slug: 'broken-off', name: 'Broken off' }
    await call('POST', '/domains', { token: tokenA, body, headers })
    const said = async (age: string) => {
      const sql = `update idempotent_call set status = 0, created_at = now() - $1::interval where key = 'broken-off'`
      await once(process.env.STOA_OWNER_DATABASE_URL!, sql, [age])
      const { status, json } = await call('POST', '/domains', { token: tokenA, body, headers })
      return `${status} ${JSON.stringify(json)}`
    }
    expect(await said('1 minute')).toMatch(/409 .*is still under way/)
    expect(await said('1 hour')).toMatch(/409 .*broke off, and may have been done or not/)
  })

  it('lets root make organisations and nothing inside them', async () => {
    const slug = `root-${Date.now()}`
    const body = { slug, name: 'Made by root', owner: { email: 'first@root.example', name: 'First' } }
    expect((await call('POST', '/orgs', { token: tokenA, body })).status).toBe(401)
    const made = await call('POST', '/orgs', { token: rootToken, body })
    expect(made.status).toBe(201)
    expect((await call('GET', '/me', { token: made.json.token })).json.org.slug).toBe(slug)
    expect((await call('POST', '/orgs', { token: rootToken, body })).status).toBe(409)
    expect((await call('GET', '/members', { token: rootToken })).status).toBe(401)
  })

  it('lets a person sign in and out by token', async () => {
    const input = { email: 'member@b.example', password: fixturePassword, org: b.org.slug }
    const signed = await call('POST', '/sign-in', { body: input })
    expect([signed.status, signed.json.org.slug]).toEqual([200, b.org.slug])
    const { token } = signed.json
    const [mine] = (await call('GET', '/tokens', { token })).json.items
    expect((await call('DELETE', `/tokens/${mine.id}`, { token })).status).toBe(200)
    expect((await call('GET', '/me', { token })).status).toBe(401)
  })
})

import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Call, type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { openApiDocument } from './openapi'

// Every operation of the OpenAPI description, as the owner of one organisation, with each id it takes swapped for another's.

type Values = Record<string, unknown>
type Operation = { method: string; path: string; places: { at: 'path' | 'query' | 'body'; name: string }[] }
let a: { filled: Filled; owner: string; member: string }
let b: { filled: Filled; owner: string; member: string }

const send = (token: string, method: string, route: string, body?: unknown) => restCall(method, route, { token, body })
const caller =
  (token: string): Call =>
  async (...args) => {
    const { status, text } = await send(token, ...args)
    if (status >= 300) throw new Error(`${args[0]} ${args[1]} answered ${status}: ${text}`)
    return JSON.parse(text)
  }
async function filled(tenant: Tenant, root: string) {
  const mint = async (actor: Actor) => (await tenancy.createToken(actor, { name: 'test' })).token
  const [owner, member] = [await mint(tenant.owner), await mint(tenant.member)]
  const call = { owner: caller(owner), member: caller(member) }
  return { owner, member, filled: await fillTenant(tenant, root, call) }
}

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'swap-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const tenants = await twoTenants()
  a = await filled(tenants.a, root)
  b = await filled(tenants.b, root)
}, 120_000)
afterAll(closeDatabase)

function operations(): Operation[] {
  type Described = {
    parameters?: { in: 'path' | 'query'; name: string }[]
    requestBody?: { content?: Record<string, { schema?: { properties?: object } }> }
  }
  const paths = openApiDocument().paths as unknown as Record<string, Record<string, Described>>
  return Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path: route,
      places: [
        ...parameters.map((one) => ({ at: one.in, name: one.name })),
        ...Object.keys(requestBody?.content?.['application/json']?.schema?.properties ?? {}).map((name) => ({
          at: 'body' as const,
          name,
        })),
      ],
    })),
  )
}

/** What the ids of an operation name. A new operation whose id is not known here fails the test. */
const byFirst: Record<string, keyof Filled> = {
  'access-requests': 'request',
  'access-reviews': 'review',
  agents: 'agent',
  assets: 'asset',
  connections: 'connection',
  delegations: 'delegation',
  domains: 'domain',
  grants: 'grant',
  members: 'member',
  products: 'product',
  queries: 'query',
  receipts: 'receipt',
  runs: 'run',
  tokens: 'token',
  webhooks: 'webhook',
}
const byName: Record<string, keyof Filled> = {
  actor: 'member',
  code: 'invitation',
  connectionId: 'connection',
  domain: 'domain',
  for: 'domain',
  item: 'reviewItem',
  memberId: 'member',
  object: 'ref',
  port: 'port',
  principal: 'member',
  product: 'product',
  replacement: 'product',
  resource: 'product',
  sponsor: 'member',
  tag: 'name',
  tokenId: 'agentToken',
}
/** Inputs that name nothing stored, or that only shape an answer. */
const plain = new Set(
  `action after box budgets outcome classification columns config contracts cursor delivery dryRun duration email endsAt expiresAt
  format from head ifMatch items kind limit live mine name note open org owner password purpose q reason role schedule scopes
  secrets slug sort state status to type version wait where yaml description decision url days draft dueAt ifUndecided rows terms
  title until verdict what at effect surface text`.split(/\s+/),
)
const kindOf = (path: string, name: string): keyof Filled | 'ids' | 'refs' | 'sql' | null => {
  if (name === 'end') return 'ids'
  if (name === 'to' && /delegations|hand-over/.test(path)) return 'member'
  if (name === 'ids' || name === 'sql') return name
  if (name === 'assets') return path.includes('propose') ? 'ids' : 'refs'
  if (path === '/orgs' || path === '/setup' || (path === '/domains' && name === 'slug')) return null
  if (name === 'id' || name === 'slug') return byFirst[path.split('/')[1]!]!
  return byName[name] ?? null
}
const given = (of: Filled, route: string, name: string): unknown => {
  const kind = kindOf(route, name)
  if (kind === 'ids')
    return [route.includes('propose') ? of.asset : route.includes('decisions') ? of.request : of.notification]
  if (kind === 'refs') return [of.ref]
  if (kind === 'sql') return `select * from "${of.product}"."${of.port}"`
  return name === 'object' ? 'orders' : kind && of[kind]
}

/** What an operation needs beside ids, to be done at all. */
const needed: Record<string, Values> = {
  'POST /access-requests': { purpose: 'research', duration: 'P30D' },
  'POST /access-requests/{id}/decision': { decision: 'approve' },
  'POST /access-requests/decisions': { decision: 'approve' },
  'POST /access-requests/emergency': { purpose: 'operations', reason: 'All is on fire.' },
  'POST /access-requests/{id}/answer': { note: 'x' },
  'POST /access-requests/{id}/review': { verdict: 'justified' },
  'POST /access-reviews': { title: 'x', dueAt: new Date(Date.now() + 86_400_000).toISOString() },
  'POST /access-reviews/{id}/items/{item}/decision': { decision: 'keep' },
  'GET /evidence': { from: '2026-01-01T00:00:00Z' },
  'POST /members/{id}/hand-over': { what: ['owns'] },
  'POST /delegations': { until: new Date(Date.now() + 86_400_000).toISOString() },
  'POST /grants/{id}/narrow': { terms: {}, note: 'x' },
  'POST /agents': {
    name: 'One more',
    purpose: 'analytics',
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    budgets: { rowsPerDay: 10, callsPerMinute: 10 },
  },
  'PATCH /agents/{id}': { name: 'Another' },
  'POST /connections': { kind: 'files', name: 'one-more', config: { path: '*.csv' } },
  'POST /connections/try': { kind: 'files', config: { path: '*.csv' } },
  'PATCH /connections/{id}': { schedule: null },
  'POST /domains': { slug: 'one-more', name: 'One more' },
  'PUT /domains/{slug}/members/{memberId}': { role: 'member' },
  'POST /members': { email: 'one-more@example.org', role: 'member' },
  'PATCH /members/{id}': { role: 'auditor' },
  'POST /tokens': { name: 'One more' },
  'POST /products/{slug}/deprecate': { note: 'x', endsAt: '2031-01-01T00:00:00Z' },
  'POST /products/{slug}/retire': { note: 'x' },
  'GET /products/{slug}/changes': { from: '1.0.0', to: '1.0.0' },
  'PUT /notifications/choices': { items: [] },
  'PATCH /webhooks/{id}': { state: 'active' },
  'POST /webhooks': { url: 'https://one-more.example/hook' },
  'POST /policies/explain': { action: 'view', resource: 'organisation' },
  'POST /policies/simulate': { text: '' },
  'POST /policies/who': { action: 'view' },
  'PUT /policies': { text: '' },
  'POST /query': { format: 'json' },
  'PUT /purposes': { items: ['analytics', 'operations', 'research'].map((slug) => ({ slug, title: slug })) },
}
/** Swapped, these are another thing, each for its reason. */
const exempt: Record<string, string> = {
  'GET /invitations/{code} code': 'the code is itself the right to read it',
  'POST /invitations/{code}/accept code': 'the code is itself the right to use it',
  'POST /products/propose-contract port': 'the name of a port that is yet to be made',
  'PUT /products/{slug} product': 'a document, not an id',
  'PUT /products/{slug} slug': 'a free address in one’s own organisation: it makes one’s own',
}
/** Names within the thing that another id names. */
const within = new Set(['port', 'assets', 'replacement', 'for'])
/** Left out of what one's own call carries: they would make it another call. */
const unasked = new Set([
  'end',
  'replacement',
  'actor',
  'resource',
  'tag',
  'status',
  'domain in query',
  'connectionId',
  'product in query',
])

async function ask(operation: Operation, token: string, values: Values) {
  let route = operation.path
  const query = new URLSearchParams()
  const body: Values = {}
  for (const { at, name } of operation.places) {
    const value = values[name]
    if (value === undefined) continue
    if (at === 'path') route = route.replace(`{${name}}`, encodeURIComponent(String(value)))
    else if (at === 'query') query.set(name, String(value))
    else body[name] = value
  }
  const search = query.size > 0 ? `?${query}` : ''
  return send(token, operation.method, `${route}${search}`, operation.method === 'GET' ? undefined : body)
}

function ownValues(operation: Operation): Values {
  const key = `${operation.method} ${operation.path}`
  const values: Values = { ...needed[key] }
  for (const { at, name } of operation.places) {
    const kind = kindOf(operation.path, name)
    if (kind && !unasked.has(name) && !unasked.has(`${name} in ${at}`))
      values[name] = given(a.filled, operation.path, name)
    else if (!kind && !plain.has(name)) throw new Error(`${key} takes "${name}": say in this test what it names`)
  }
  return values
}

/** What an answer shows of the other organisation. */
const seen = (text: string) => Object.values(b.filled).filter((mark) => text.includes(mark))

/** One's own call, which must be answered and show nothing of the other: else a 404 would prove little. */
async function control(operation: Operation) {
  const key = `${operation.method} ${operation.path}`
  const personal = /queries|receipts|notifications|withdraw/.test(key)
  const { status, text } = await ask(operation, personal ? a.member : a.owner, ownValues(operation))
  expect([key, [401, 404].includes(status) && text]).toEqual([key, false])
  expect([key, seen(text)]).toEqual([key, []])
}

// Each walks every operation there is, on whatever machine this is; ms.
const timeout = 120_000

it('with one’s own ids every read answers, and shows nothing of the other', { timeout }, async () => {
  for (const operation of operations().filter(({ method }) => method === 'GET')) await control(operation)
})

it('is not found by any operation, whichever id is swapped', { timeout }, async () => {
  const told = { swapped: 0, within: 0, filtered: 0, without: 0 }
  const all = operations()
  for (const operation of all) {
    const key = `${operation.method} ${operation.path}`
    const own = ownValues(operation)
    const swaps = operation.places.filter(({ name }) => kindOf(operation.path, name))
    for (const { at, name } of swaps) {
      if (exempt[`${key} ${name}`] || name === 'object') continue
      const { status, text } = await ask(operation, a.owner, {
        ...own,
        [name]: given(b.filled, operation.path, name),
      })
      // A filter of one's own list finds nothing; what names a thing is not found. What was asked may be said again.
      const said = at === 'query' && status === 200
      if (said) expect([key, name, seen(text)]).toEqual([key, name, []])
      // These are refused at their field or not found: either tells nothing.
      else if (within.has(name)) expect([key, name, [400, 404].includes(status)]).toEqual([key, name, true])
      else expect([key, name, status, text]).toEqual([key, name, 404, expect.stringContaining('not_found')])
      told[said ? 'filtered' : within.has(name) ? 'within' : 'swapped']++
    }
    if (swaps.length === 0) told.without++
  }
  console.log(
    `${all.length} of ${all.length} operations: ${told.swapped} swapped ids answer 404, ${told.within} names within are refused, ${told.filtered} swapped filters find nothing, ` +
      `${told.without} take no id; exempt: ${Object.entries(exempt)
        .map(([what, why]) => `${what} (${why})`)
        .join('; ')}`,
  )
})

it('with one’s own ids every change answers too', { timeout }, async () => {
  const rank = ({ method, path }: Operation) =>
    ['POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method) +
    (/retire|revoke|withdraw/.test(path) ? 3 : 0) +
    (/^.(agents|webhooks).\{id\}$/.test(path) ? 1 : 0)
  const changes = operations().filter(
    ({ method, path }) => method !== 'GET' && !['/orgs', '/setup', '/sign-in'].includes(path),
  )
  for (const operation of changes.sort((x, y) => rank(x) - rank(y))) await control(operation)
})

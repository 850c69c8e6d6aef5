import type { Filled } from '@/prisma/seed/filled-tenant'
import { openApiDocument } from '@/server/api/openapi'
import { restCall } from './rest-call'

/** Every operation of the OpenAPI description, and how to call it in earnest in an organisation that holds one of everything. */

export type Values = Record<string, unknown>
export type Operation = { method: string; path: string; places: { at: 'path' | 'query' | 'body'; name: string }[] }

export function operations(): Operation[] {
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

/** What the ids of an operation name. A new operation whose id is not known here fails the tests that walk them. */
const byFirst: Record<string, keyof Filled> = {
  'access-requests': 'request',
  'access-reviews': 'review',
  adjustments: 'adjustment',
  agents: 'agent',
  assets: 'asset',
  connections: 'connection',
  delegations: 'delegation',
  domains: 'domain',
  expectations: 'expectation',
  grants: 'grant',
  incidents: 'incident',
  items: 'item',
  loop: 'product',
  members: 'member',
  products: 'product',
  'saved-searches': 'savedSearch',
  queries: 'query',
  receipts: 'receipt',
  runs: 'run',
  tokens: 'token',
  wanted: 'wanted',
  webhooks: 'webhook',
}
const byName: Record<string, keyof Filled> = {
  actor: 'member',
  code: 'invitation',
  connectionId: 'connection',
  current: 'snapshot',
  domain: 'domain',
  expectation: 'expectation',
  for: 'domain',
  item: 'reviewItem',
  memberId: 'member',
  object: 'ref',
  port: 'port',
  principal: 'member',
  product: 'product',
  reference: 'snapshot',
  replacement: 'product',
  resource: 'product',
  sponsor: 'member',
  tag: 'name',
  tokenId: 'agentToken',
}
/** Inputs that name nothing stored, or that only shape an answer. */
const plain = new Set(
  `action after atOnce box budgets outcome classification columns config contracts cursor delivery dryRun duration email endsAt expiresAt
  format from head ifMatch items kind limit live measureHours mine name note open org owner password purpose q reason role schedule scopes
  secrets slug sort state status to type version wait where yaml description decision url days draft dueAt ifUndecided rows terms
  title until verdict what at as effect surface text filters opened groups
  band bucket why exceptUntil`.split(/\s+/),
)
export const kindOf = (path: string, name: string): keyof Filled | 'ids' | 'refs' | 'sql' | null => {
  if (name === 'end') return 'ids'
  if (name === 'to' && /delegations|hand-over/.test(path)) return 'member'
  if (name === 'ids' || name === 'sql') return name
  if (name === 'assets') return path.includes('propose') ? 'ids' : 'refs'
  if (path === '/orgs' || path === '/setup' || (path === '/domains' && name === 'slug')) return null
  if (name === 'id' || name === 'slug') return byFirst[path.split('/')[1]!]!
  return byName[name] ?? null
}
export const given = (of: Filled, route: string, name: string): unknown => {
  const kind = kindOf(route, name)
  if (kind === 'ids')
    return [
      route.includes('propose')
        ? of.asset
        : route.includes('decisions')
          ? of.request
          : route.includes('searches')
            ? of.recentSearch
            : of.notification,
    ]
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
  'GET /context/search': { q: 'x' },
  'PUT /search/synonyms': { groups: [['one', 'other']] },
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
  'PUT /products/{slug}/expectations': { items: [] },
  'GET /products/{slug}/changes': { from: '1.0.0', to: '1.0.0' },
  'PUT /notifications/choices': { items: [] },
  'PATCH /webhooks/{id}': { state: 'active' },
  'POST /wanted/{id}/dismiss': { note: 'x' },
  'POST /recent-searches': { q: 'x y' },
  'POST /saved-searches': { name: 'x', q: 'x y' },
  'GET /loop/export': { what: 'promises' },
  'POST /expectations/{id}/mute': { until: new Date(Date.now() + 86_400_000).toISOString(), why: 'x' },
  'PUT /products/{slug}/adjustment-rules': { items: [] },
  'POST /incidents/{id}/adjust': { kind: 'tell', note: 'x' },
  'POST /incidents/{id}/resolve': { as: 'fixed', note: 'x' },
  'POST /webhooks': { url: 'https://one-more.example/hook' },
  'POST /policies/explain': { action: 'view', resource: 'organisation' },
  'POST /policies/simulate': { text: '' },
  'POST /policies/who': { action: 'view' },
  'PUT /policies': { text: '' },
  'POST /query': { format: 'json' },
  'PUT /purposes': { items: ['analytics', 'operations', 'research'].map((slug) => ({ slug, title: slug })) },
}
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

export async function ask(operation: Operation, token: string, values: Values) {
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
  return restCall(operation.method, `${route}${search}`, { token, body: operation.method === 'GET' ? undefined : body })
}

export function ownValues(operation: Operation, of: Filled): Values {
  const key = `${operation.method} ${operation.path}`
  const values: Values = { ...needed[key] }
  for (const { at, name } of operation.places) {
    const kind = kindOf(operation.path, name)
    if (kind && !unasked.has(name) && !unasked.has(`${name} in ${at}`)) values[name] = given(of, operation.path, name)
    else if (!kind && !plain.has(name)) throw new Error(`${key} takes "${name}": say here what it names`)
  }
  return values
}

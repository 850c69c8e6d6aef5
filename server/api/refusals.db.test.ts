import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Call, type Filled, fillTenant } from '@/prisma/seed/filled-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'

// What the use cases refuse of those whom policy lets through the door: each with the words it is refused with.

type Who = 'owner' | 'steward' | 'member' | 'auditor' | 'publisher'
let a: Tenant
let filled: Filled
const tokens = {} as Record<Who, string>

async function call(as: Who, method: string, route: string, body?: unknown) {
  const { status, text } = await restCall(method, route, { token: tokens[as], body })
  return { status, body: JSON.parse(text) }
}
async function done(as: Who, method: string, route: string, body?: unknown) {
  const answer = await call(as, method, route, body)
  if (answer.status >= 300) throw new Error(`${as} ${method} ${route}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

beforeAll(async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'refusals-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  a = (await twoTenants()).a
  for (const who of ['owner', 'steward', 'member', 'auditor', 'publisher'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  const as = (who: Who) => ((...args) => done(who, ...args)) as Call
  filled = await fillTenant(a, root, { owner: as('owner'), member: as('member') })
}, 120_000)
afterAll(closeDatabase)

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const asked = (more: object = {}) => ({
  product: filled.product,
  port: filled.port,
  purpose: 'analytics',
  duration: 'P7D',
  ...more,
})
const agentOf = async (who: Who) => {
  const budgets = { rowsPerDay: 1_000, callsPerMinute: 60 }
  const made = { name: `Agent of the ${who}`, sponsor: a[who].principal.id, purpose: 'analytics' }
  return (await done(who, 'POST', '/agents', { ...made, endsAt: inDays(30), budgets })).id as string
}

type Refusal = [string, () => Promise<{ status: number; body: unknown }>, number, string]
const refuse = (cases: Refusal[]) => {
  for (const [what, ask, status, words] of cases)
    test(what, async () => {
      const answer = await ask()
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(words)])
    })
}

describe('what is another’s is not there for who may not know of it', { timeout: 60_000 }, () => {
  const request = async () => (await done('auditor', 'POST', '/access-requests', asked({ draft: true }))).id as string
  const own =
    (route: (id: string) => string, make: () => Promise<string>, body?: unknown, method = 'POST') =>
    async () =>
      call('member', method, route(await make()), body)
  const agent = () => agentOf('auditor')
  const token = async () => {
    const id = await agent()
    const made = await done('auditor', 'POST', `/agents/${id}/tokens`, { name: 'test' })
    return `${id}/tokens/${made.id}`
  }
  refuse([
    ['a request to send', own((id) => `/access-requests/${id}/submit`, request), 404, 'no such'],
    ['a request to answer', own((id) => `/access-requests/${id}/answer`, request, { note: 'So.' }), 404, 'no such'],
    ['a request to take back', own((id) => `/access-requests/${id}/withdraw`, request), 404, 'no such'],
    ['an agent to change', own((id) => `/agents/${id}`, agent, { name: 'Mine' }, 'PATCH'), 404, 'no such'],
    ['a token to end', own((of) => `/agents/${of}`, token, undefined, 'DELETE'), 404, 'no such'],
    ['what an agent did', own((id) => `/agents/${id}/acts`, agent, undefined, 'GET'), 404, 'no such'],
    ['when the audit was checked', () => call('member', 'GET', '/audit/last-check'), 404, 'no such'],
  ])
})

describe('a request is refused', { timeout: 60_000 }, () => {
  const ask = (as: Who, more: object) => call(as, 'POST', '/access-requests', asked(more))
  refuse([
    ['for a domain one is not in', () => ask('member', { for: a.domain.slug }), 403, 'You are not in'],
    ['for a colleague', () => ask('member', { for: a.auditor.principal.id }), 403, 'let them ask'],
    ['for whom nobody knows', () => ask('member', { for: 'nobody-at-all' }), 400, 'an agent you sponsor'],
    [
      'for an agent of somebody else’s',
      async () => ask('auditor', { for: await agentOf('member') }),
      400,
      'an agent you sponsor',
    ],
    [
      'for an agent under a purpose that is not its own',
      async () => ask('member', { for: await agentOf('member'), purpose: 'operations' }),
      400,
      'reads for that alone',
    ],
  ])
  test('to be sent or taken back by anybody but who asks', async () => {
    const { id } = await done('auditor', 'POST', '/access-requests', asked({ draft: true }))
    await done('auditor', 'POST', `/access-requests/${id}/submit`, {})
    const taken = await call('owner', 'POST', `/access-requests/${id}/withdraw`, {})
    expect([taken.status, taken.body.error.message]).toEqual([403, 'Only the one who asks can withdraw a request.'])
    // A second one for the same is written, and not sent while the first is undecided.
    const second = await done('auditor', 'POST', '/access-requests', asked({ draft: true }))
    const sent = await call('auditor', 'POST', `/access-requests/${second.id}/submit`, {})
    expect([sent.status, sent.body.error.message]).toEqual([409, expect.stringContaining('is asked for already')])
    // Several are decided at once only on the same terms.
    const other = await done('steward', 'POST', '/access-requests', asked({ duration: 'P8D' }))
    const many = await call('owner', 'POST', '/access-requests/decisions', {
      ids: [id, other.id],
      decision: 'approve',
    })
    expect([many.status, many.body.error.message]).toEqual([400, expect.stringContaining('ask for the same')])
  })
})

describe('a delegation is refused', () => {
  const lend = (more: object) =>
    call('owner', 'POST', '/delegations', { to: a.auditor.principal.id, until: inDays(1), ...more })
  refuse([
    ['that ends before it begins', () => lend({ from: inDays(2) }), 400, 'later than the beginning'],
    ['that is over', () => lend({ until: inDays(-1) }), 400, 'later than the beginning'],
    ['of more than half a year', () => lend({ until: inDays(181) }), 400, 'at most 180 days'],
    ['to oneself', () => lend({ to: a.owner.principal.id }), 400, 'must be somebody else'],
  ])
})

describe('a grant', { timeout: 60_000 }, () => {
  refuse([
    [
      'that one holds is not taken in an emergency',
      async () => {
        const own = await done('steward', 'POST', '/access-requests', asked({ purpose: 'operations' }))
        await done('owner', 'POST', `/access-requests/${own.id}/decision`, { decision: 'approve' })
        const emergency = { product: filled.product, port: filled.port, purpose: 'operations' }
        return call('steward', 'POST', '/access-requests/emergency', { ...emergency, reason: 'The house is on fire.' })
      },
      409,
      'You hold',
    ],
    [
      'delivered by the portal has no credentials',
      () => call('member', 'POST', `/grants/${filled.grant}/credentials`, {}),
      409,
      'it needs no credentials',
    ],
    [
      'is not reviewed by a date that has passed',
      () => call('owner', 'POST', '/access-reviews', { title: 'Late', dueAt: inDays(-1) }),
      400,
      'The date has passed',
    ],
    [
      'is not reviewed where there is none',
      () => call('owner', 'POST', '/access-reviews', { title: 'Empty', dueAt: inDays(1), domain: a.domain.slug }),
      409,
      'no live grant',
    ],
    [
      'is not reviewed by who holds it',
      async () => {
        const own = await done('owner', 'POST', '/access-requests', asked())
        const { grant } = await done('steward', 'POST', `/access-requests/${own.id}/decision`, { decision: 'approve' })
        const { review, items } = await done('owner', 'POST', '/access-reviews', { title: 'Own', dueAt: inDays(1) })
        const mine = items.find((one: { frozen: { id: string } }) => one.frozen.id === grant)
        return call('owner', 'POST', `/access-reviews/${review.id}/items/${mine.id}/decision`, { decision: 'keep' })
      },
      403,
      'Nobody reviews what they hold',
    ],
    ['of policies that are not yet written', () => call('owner', 'GET', '/policies?version=999'), 404, 'version'],
  ])
})

describe('an agent', { timeout: 60_000 }, () => {
  const change = async (more: object) => call('member', 'PATCH', `/agents/${await agentOf('member')}`, more)
  const tokenOf = async (more: object) => call('member', 'POST', `/agents/${await agentOf('member')}/tokens`, more)
  refuse([
    [
      'is not given to a sponsor one may not speak for',
      () => change({ sponsor: a.auditor.principal.id }),
      404,
      'not_found',
    ],
    ['is not given a token beyond its end', () => tokenOf({ expiresAt: inDays(60) }), 400, 'out of range'],
    ['is not given a token that is over', () => tokenOf({ expiresAt: inDays(-1) }), 400, 'out of range'],
  ])
  test('asks under its own purpose, and takes no step of its sponsor’s', async () => {
    const id = await agentOf('member')
    const { token } = await done('member', 'POST', `/agents/${id}/tokens`, {})
    const sql = `select * from "${filled.product}"."${filled.port}"`
    const asks = await restCall('POST', '/query', { token, body: { sql, purpose: 'operations' } })
    expect([asks.status, asks.text]).toEqual([403, expect.stringContaining('reads for analytics alone')])
  })
  test('is not agreed to by who stands behind it', async () => {
    const mine = await agentOf('steward')
    const { id } = await done('steward', 'POST', '/access-requests', asked({ for: mine }))
    const { status } = await call('steward', 'POST', `/access-requests/${id}/decision`, { decision: 'approve' })
    expect(status).toBe(403)
  })
})

describe('a token', () => {
  const narrow = async () => (await tenancy.createToken(a.owner, { name: 'reads', scopes: ['read'] })).token
  test('changes nothing that it has no scope for', async () => {
    const token = await narrow()
    const made = await restCall('POST', '/domains', { token, body: { slug: 'more', name: 'More' } })
    expect([made.status, made.text]).toEqual([403, expect.stringContaining('lacks the scope')])
    const ended = await restCall('DELETE', `/delegations/${filled.delegation}`, { token })
    expect([ended.status, ended.text]).toEqual([403, expect.stringContaining('lacks the scope')])
  })
})

describe('rows are refused', { timeout: 60_000 }, () => {
  const rows = (query: string) => call('member', 'GET', `/ports/${filled.product}/${filled.port}/rows?${query}`)
  refuse([
    ['of an object that the port has not', () => rows('object=nothing'), 400, 'object'],
    ['under a purpose one holds them not for', () => rows('purpose=research'), 400, 'purpose'],
  ])
})

describe('at the door is refused', { timeout: 60_000 }, () => {
  const get = (as: Who, route: string) => call(as, 'GET', route)
  const head = { apiVersion: 'v1.0.0', kind: 'DataProduct', name: 'Drafted', version: '1.0.0', status: 'draft' }
  refuse([
    ['what a connection shows', () => get('member', `/connections/${filled.connection}/assets`), 404, 'no such'],
    ['what sleeps since a restore', () => get('auditor', '/organisation/restored'), 403, 'may not administer'],
    ['how much sleeps since then', () => get('auditor', '/organisation/restored/count'), 403, 'may not administer'],
    [
      'what is wrong with a product that one may not find',
      async () => {
        const product = { ...head, id: 'drafted', domain: filled.domain }
        await done('owner', 'PUT', '/products/drafted', { product, contracts: [] })
        return get('member', '/incidents?product=drafted')
      },
      404,
      'no such',
    ],
    [
      'to decide in a review of all domains, who may revoke in one',
      async () => {
        const place = `/domains/${filled.domain}/members/${a.publisher.principal.id}`
        await done('owner', 'PUT', place, { role: 'publisher' })
        const { review, items } = await done('owner', 'POST', '/access-reviews', { title: 'All', dueAt: inDays(1) })
        const item = items.find((one: { frozen: { id: string } }) => one.frozen.id === filled.grant)
        const route = `/access-reviews/${review.id}/items/${item.id}/decision`
        return call('publisher', 'POST', route, { decision: 'keep' })
      },
      404,
      'no such',
    ],
  ])

  test.each([
    ['a member', '/members', () => `/members/${a.member.principal.id}`],
    ['a member of a domain', '/domains', () => `/domains/${a.domain.slug}/members/${a.publisher.principal.id}`],
    ['a webhook', '/webhooks', () => `/webhooks/${filled.webhook}`],
  ])('to remove %s, who may not administer', async (_, list, one) => {
    const before = await done('owner', 'GET', list)
    const { status, body } = await call('steward', 'DELETE', one())
    expect([status, body.error.message]).toEqual([403, expect.stringContaining('may not administer')])
    expect(await done('owner', 'GET', list)).toEqual(before)
  })

  describe('by the organisation’s own policy', () => {
    const forbid = (what: string) =>
      done('owner', 'PUT', '/policies', { text: `forbid (principal == Member::"${a.member.principal.id}", ${what});` })
    afterAll(() => done('owner', 'PUT', '/policies', { text: '' }))

    test('to read what one holds and may not find', async () => {
      const sql = `select * from "${filled.product}"."${filled.port}"`
      const read = [
        () => call('member', 'POST', '/query', { sql, purpose: 'analytics' }),
        () => get('member', `/ports/${filled.product}/${filled.port}/rows?purpose=analytics`),
      ]
      for (const each of read) expect((await each()).status).toBe(200)
      await forbid('action == Action::"discover", resource is Port')
      for (const each of read) expect((await each()).status).toBe(404)
    })
    test('to ask for more of a grant that one holds', async () => {
      await forbid('action == Action::"request", resource is Grant')
      const before = await done('member', 'GET', '/access-requests?box=mine')
      for (const what of ['credentials', 'renew']) {
        const { status, body } = await call('member', 'POST', `/grants/${filled.grant}/${what}`, {})
        expect([what, status, body.error.message]).toEqual([what, 403, expect.stringContaining('may not request')])
      }
      expect(await done('member', 'GET', '/access-requests?box=mine')).toEqual(before)
    })
  })
})

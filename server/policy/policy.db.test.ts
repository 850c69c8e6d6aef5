import { beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import * as tenancy from '@/server/tenancy'

let a: Tenant
let b: Tenant
const tokens = new Map<string, string>()
type Who = 'owner' | 'member' | 'steward' | 'auditor'
const as =
  (of: () => Tenant) =>
  async (who: Who, method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const key = `${of().org.id} ${who}`
    if (!tokens.has(key)) tokens.set(key, (await tenancy.createToken(of()[who], { name: 'test' })).token)
    const answer = await restCall(method, path, { token: tokens.get(key)!, body, headers })
    return { ...answer, body: JSON.parse(answer.text) }
  }
const call = as(() => a)
const elsewhere = as(() => b)

beforeAll(async () => {
  const both = await twoTenants()
  a = both.a
  b = both.b
})

const secret = `@id("no agents of war") forbid (principal, action == Action::"discover", resource is Product)
when { resource.tags.contains("secret") } unless { principal.role == "owner" };`

// Each save starts a process that reads the text.
describe('an organisation’s own policies', { timeout: 120_000 }, () => {
  it('begin empty, beside the shipped ones', async () => {
    const { status, body } = await call('owner', 'GET', '/policies')
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 0, text: '', versions: [] })
    expect(body.shipped).toContain('nobody decides their own request')
  })
  it('are refused at the place of the fault, and nothing changes', async () => {
    const { status, body } = await call('owner', 'PUT', '/policies', {
      text: `// é\npermit (principal, action, resource) when { resource.nme == 1 };`,
    })
    expect(status).toBe(400)
    expect(body.error.details[0].path).toMatch(/^text:2:/)
    expect((await call('owner', 'GET', '/policies')).body.version).toBe(0)
  })
  it('name people and domains by what readers call them, and refuse what is not there', async () => {
    const text = `permit (principal == Member::"nobody@a.example", action, resource in Domain::"sales");`
    const { status, body } = await call('owner', 'PUT', '/policies', { text })
    expect(status).toBe(400)
    expect(body.error.message).toContain('There is no Member called "nobody@a.example"')
  })
  it('never lock out whoever saves them', async () => {
    const text = `\n@id("dark") forbid (principal, action == Action::"discover", resource);`
    const { status, body } = await call('owner', 'PUT', '/policies', { text })
    expect([status, body.error.details]).toEqual([
      400,
      [{ path: 'text:2:1', message: expect.stringContaining('nobody could take it back') }],
    ])
    const open = text.replace('resource);', 'resource) unless { resource is Policy };')
    expect((await call('owner', 'PUT', '/policies?dryRun=true', { text: open })).body.problems).toEqual([])
  })
  it('may be tried dry, with what they would change in the text', async () => {
    const { status, body } = await call('owner', 'PUT', '/policies?dryRun=true', { text: secret })
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 0, problems: [], changes: [{ policy: 'no agents of war', change: 'added' }] })
    expect((await call('owner', 'PUT', '/policies?dryRun=true', { text: 'permit (' })).body.problems).toHaveLength(1)
  })
  it('are the owner’s to change, and not a member’s to see', async () => {
    expect((await call('steward', 'PUT', '/policies', { text: '' })).status).toBe(403)
    expect((await call('steward', 'GET', '/policies')).status).toBe(200)
    expect((await call('member', 'GET', '/policies')).status).toBe(404)
  })
  it('are kept version by version; a stale hand is told', async () => {
    const first = await call('owner', 'PUT', '/policies', { text: secret, note: 'secrets' }, { 'if-match': '"v0"' })
    expect([first.status, first.body.version, first.headers.get('etag')]).toEqual([200, 1, '"v1"'])
    expect((await call('owner', 'PUT', '/policies', { text: '' }, { 'if-match': '"v0"' })).status).toBe(409)
    expect((await call('owner', 'PUT', '/policies', { text: secret })).body.version).toBe(1)
    const { body } = await call('owner', 'GET', '/policies')
    expect(body.versions).toMatchObject([{ number: 1, note: 'secrets', policies: 1 }])
  })
  it('decide at once, and say so', async () => {
    const text = `${secret}\n@id("no audit for auditors") forbid (principal in Role::"auditor", action == Action::"audit", resource is Audit);`
    expect((await call('auditor', 'GET', '/audit')).status).toBe(200)
    expect((await call('owner', 'PUT', '/policies', { text })).body.version).toBe(2)
    const { status, body } = await call('auditor', 'GET', '/audit')
    expect([status, body.error.message]).toEqual([403, 'You may not audit this audit (no audit for auditors).'])
    expect((await elsewhere('auditor', 'GET', '/audit')).status).toBe(200)
  })
  it('are explained, now and as they were', async () => {
    const ask = { principal: 'auditor', action: 'audit', resource: 'audit' }
    const principal = a.auditor.principal.id
    const now = await call('steward', 'POST', '/policies/explain', { ...ask, principal })
    expect(now.body).toMatchObject({ effect: 'deny', because: [{ policy: 'no audit for auditors' }] })
    const { body } = await call('steward', 'POST', '/policies/explain', {
      ...ask,
      principal,
      at: '2020-01-01T00:00:00Z',
    })
    expect(body).toMatchObject({
      effect: 'allow',
      because: [{ policy: 'stoa: auditors see all metadata, decisions and the audit' }],
    })
  })
  it('may be tried as a draft on everyone, and on what was asked', async () => {
    const { status, body } = await call('steward', 'POST', '/policies/simulate', { text: secret })
    expect(status).toBe(200)
    expect(body.changes).toContainEqual(
      expect.objectContaining({ principal: a.auditor.principal.id, action: 'audit', before: 'deny', after: 'allow' }),
    )
  })
  it('leave what was decided in the log, newest first, by pages, and to nobody else', async () => {
    const first = await call('owner', 'GET', '/decisions?limit=2')
    expect(first.status).toBe(200)
    expect(first.body.items).toHaveLength(2)
    const next = await call('owner', 'GET', `/decisions?limit=2&cursor=${first.body.nextCursor}`)
    expect(next.body.items[0].id < first.body.items[1].id).toBe(true)
    const { body } = await call('owner', 'GET', `/decisions?principal=${a.auditor.principal.id}&effect=deny`)
    expect(body.items[0]).toMatchObject({ action: 'audit', because: ['no audit for auditors'], surface: 'rest' })
    expect((await elsewhere('owner', 'GET', `/decisions?principal=${a.auditor.principal.id}`)).body.items).toEqual([])
    expect((await call('steward', 'GET', '/decisions')).status).toBe(404)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { templates, withTemplate } from '@/components/policy/templates'
import { GovernedPeople, german, reads } from '@/prisma/seed/governed-people'

type Row = {
  principal: { id: string; type: string; name: string }
  resource: { type: string; name: string }
  effect: string
  because: string[]
  narrowing: string[]
  masks: Record<string, string>
  rows?: string
}

let people: GovernedPeople
const steward = (path: string, body: unknown) => people.call('steward', 'POST', path, body)
const who = async (body: object): Promise<Row[]> => (await steward('/policies/who', body)).body.items
const idOf = (as: 'member' | 'owner' | 'publisher' | 'auditor') => people.a[as].principal.id
const byId = (rows: Row[], id: string) => rows.find(({ principal }) => principal.id === id)
const masked = `@mask("mail:hash") @id("masked") forbid (principal, ${reads}, resource is Rows::people::all)
  unless { principal.role == "publisher" };`

beforeAll(async () => {
  people = await GovernedPeople.make('who-files')
}, 240_000)

describe('who may, and why', { timeout: 240_000 }, () => {
  let before: string
  test('is told of everyone, with the rows and masks each would get', async () => {
    before = new Date().toISOString()
    await people.govern(`${german}\n${masked}`)
    const rows = await who({ resource: 'people/all' })
    expect(byId(rows, idOf('member'))).toMatchObject({
      effect: 'allow',
      because: ['stoa: who holds a grant reads by it'],
      narrowing: ['germans only', 'masked'],
      masks: { mail: 'hash' },
      rows: expect.stringContaining('country'),
    })
    expect(byId(rows, idOf('publisher'))).toMatchObject({ effect: 'allow', narrowing: [], masks: {} })
    expect(byId(rows, idOf('auditor'))).toMatchObject({ effect: 'deny', because: [] })
  })
  test('names the text of every policy it names', async () => {
    const { body } = await steward('/policies/who', { resource: 'people/all' })
    expect(body.policies['germans only']).toContain('resource.country == "DE"')
    expect(body.policies['stoa: who holds a grant reads by it']).toContain('permit')
  })
  test('is told of a time gone by, by the policies of then', async () => {
    const rows = await who({ resource: 'people/all', at: before })
    expect(byId(rows, idOf('member'))).toMatchObject({ effect: 'allow', narrowing: [], masks: {} })
  })
  test('is told of one person and every port, or product', async () => {
    const read = await who({ principal: idOf('member') })
    expect(read.map(({ resource, effect }) => [resource.name, effect])).toEqual([
      ['people/all', 'allow'],
      ['secrets/all', 'deny'],
    ])
    const found = await who({ principal: people.a.member.principal.email!, action: 'discover' })
    expect(found.map(({ resource, effect }) => [resource.name, effect])).toEqual([
      ['people', 'allow'],
      ['secrets', 'allow'],
    ])
  })
  test('comes by pages, agents behind the members, and no more than their sponsor', async () => {
    const made = await people.call('member', 'POST', '/agents', {
      name: 'Zoe’s agent',
      sponsor: idOf('member'),
      purpose: 'analytics',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      budgets: { rowsPerDay: 1_000, callsPerMinute: 60 },
    })
    expect(made.status).toBe(201)
    const first = await steward('/policies/who', { resource: 'people', action: 'discover', limit: 4 })
    expect(first.body.items).toHaveLength(4)
    const all = [...first.body.items]
    for (let cursor = first.body.nextCursor; cursor; ) {
      const { body } = await steward('/policies/who', { resource: 'people', action: 'discover', limit: 4, cursor })
      all.push(...body.items)
      cursor = body.nextCursor
    }
    expect(new Set(all.map(({ principal }) => principal.id)).size).toBe(all.length)
    expect(all.at(-1)).toMatchObject({ principal: { type: 'agent', id: made.body.id }, effect: 'allow' })
  })
  test('wants one of the two, or both, of what is there, from who may look at policies', async () => {
    expect((await steward('/policies/who', {})).status).toBe(400)
    expect(await who({ resource: 'people/all', principal: idOf('member') })).toHaveLength(1)
    expect((await steward('/policies/who', { resource: 'nothing' })).status).toBe(404)
    expect((await people.call('member', 'POST', '/policies/who', { resource: 'people' })).status).toBe(404)
  })
})

describe('a draft', { timeout: 240_000 }, () => {
  test('tells whose rows and masks it changes, and for whom nothing does', async () => {
    const { body } = await steward('/policies/simulate', { text: german })
    expect(body.complete).toBe(true)
    const change = body.changes.find(({ principal }: { principal: string }) => principal === idOf('member'))
    expect(change).toMatchObject({
      action: 'query',
      resourceName: 'people/all',
      before: 'allow',
      after: 'allow',
      because: ['masked'],
      seen: { before: { masks: { mail: 'hash' } }, after: { masks: {} } },
    })
    expect(body.changes.map(({ principal }: { principal: string }) => principal)).not.toContain(idOf('publisher'))
  })
  test('is tried on agents too', async () => {
    const text = 'forbid (principal is Agent, action == Action::"discover", resource is Product);'
    const { body } = await steward('/policies/simulate', { text })
    expect(body.changes).toContainEqual(
      expect.objectContaining({
        principalName: 'Zoe’s agent',
        action: 'discover',
        resourceName: 'people',
        after: 'deny',
      }),
    )
  })
})

describe('the log', { timeout: 240_000 }, () => {
  test('names people and things, and is asked by their names and by the door', async () => {
    await people.call('member', 'GET', '/products/people')
    await people.call('member', 'GET', '/ports/people/all/rows?columns=nr')
    const { body } = await people.call('owner', 'GET', '/decisions?resource=people&surface=rest')
    expect(body.items.length).toBeGreaterThan(0)
    for (const one of body.items)
      expect([one.surface, one.resourceName]).toEqual(['rest', expect.stringMatching(/^people/)])
    expect(body.items[0].principalName).toBe(people.a.member.principal.name)
    const port = await people.call('owner', 'GET', '/decisions?resource=people/all')
    expect(new Set(port.body.items.map((one: { resource: { type: string } }) => one.resource.type))).toEqual(
      new Set(['port']),
    )
    expect((await people.call('owner', 'GET', '/decisions?surface=mcp')).body.items).toEqual([])
    const sheet = await people.call('auditor', 'GET', '/decisions/export?resource=people')
    expect([sheet.status, sheet.text.split('\r\n')[0]]).toEqual([
      200,
      expect.stringContaining('"principal","principal_id"'),
    ])
    expect((await people.call('steward', 'GET', '/decisions/export')).status).toBe(404)
  })
})

describe('a template of the editor', { timeout: 240_000 }, () => {
  test('is taken as it is written, with a product that is there', async () => {
    const { body } = await people.call('owner', 'GET', '/products/people')
    const subject = { product: 'people', port: 'all', objects: body.ports[0].objects }
    const text = templates.reduce((whole, one) => withTemplate(whole, one.write(subject)).text, '')
    const tried = await people.call('owner', 'PUT', '/policies?dryRun=true', { text })
    expect(tried.body.problems).toEqual([])
    expect(tried.body.changes.filter(({ change }: { change: string }) => change === 'added')).toHaveLength(
      templates.length,
    )
  })
})

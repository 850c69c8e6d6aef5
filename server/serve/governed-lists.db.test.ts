import { beforeAll, describe, expect, test } from 'vitest'
import { GovernedPeople, type Who, who } from '@/prisma/seed/governed-people'
import { chance, seed } from '@/scripts/test/chance'

let people: GovernedPeople
const ids = { grant: '', request: '', connection: '', run: '', asset: '', agent: '' }

beforeAll(async () => {
  people = await GovernedPeople.make('lists-files')
  const first = async (as: Who, route: string) => (await people.call(as, 'GET', route)).body.items[0].id as string
  ids.grant = await first('member', '/grants?mine=true')
  ids.request = await first('member', '/access-requests?box=mine')
  ids.connection = await first('owner', '/connections')
  ids.run = await first('owner', '/runs')
  ids.asset = await first('owner', `/connections/${ids.connection}/assets`)
  const endsAt = new Date(Date.now() + 86_400_000).toISOString()
  const budgets = { rowsPerDay: 1_000, callsPerMinute: 600 }
  const sponsor = people.a.member.principal.id
  const made = { name: 'Nightly', sponsor, purpose: 'analytics', endsAt, budgets }
  ids.agent = (await people.call('member', 'POST', '/agents', made)).body.id
}, 240_000)

/** Each kind of thing, the lists that tell of it and where one is looked at. */
const kinds = [
  { type: 'Connection', id: () => ids.connection, get: '/connections', lists: ['/connections'] },
  { type: 'Run', id: () => ids.run, get: '/runs', lists: ['/runs'] },
  {
    type: 'Asset',
    id: () => ids.asset,
    get: '/assets',
    lists: () => [`/connections/${ids.connection}/assets`],
  },
  { type: 'Grant', id: () => ids.grant, get: '/grants', lists: ['/grants', '/grants/calendar'] },
  { type: 'Request', id: () => ids.request, get: '/access-requests', lists: ['/access-requests'] },
  { type: 'Program', id: () => ids.agent, get: '/agents', lists: ['/agents'] },
]
const types = kinds.map(({ type }) => type)

/** What each list tells is what looking at the thing itself gives, for everyone. */
async function listsAgree(text: string) {
  for (const as of who)
    for (const { type, id, get, lists } of kinds) {
      const looked = (await people.call(as, 'GET', `${get}/${id()}`)).status
      expect([200, 403, 404]).toContain(looked)
      const seen = looked === 200
      for (const list of typeof lists === 'function' ? lists() : lists) {
        const { status, body } = await people.call(as, 'GET', list)
        // The assets of a connection that one may not see are not there at all.
        const told = status === 200 && body.items.some((one: { id: string }) => one.id === id())
        const reached = status === 200
        expect([text, as, type, list, told]).toEqual([text, as, type, list, seen && reached])
      }
    }
}

describe('lists', { timeout: 600_000 }, () => {
  test('tell of what one may look at, by the shipped policies', async () => {
    await listsAgree('')
    expect((await people.call('member', 'GET', '/connections')).body.items).toEqual([])
    expect((await people.call('publisher', 'GET', '/connections')).body.items).toHaveLength(1)
  })
  test('of sources tell nobody more by a policy about products', async () => {
    await people.govern(
      `forbid (principal, action == Action::"discover", resource is Product) when { resource.slug like "x*" };`,
    )
    for (const route of ['/connections', '/runs'])
      expect((await people.call('member', 'GET', route)).body.items).toEqual([])
  })
  for (const action of ['discover', 'view'])
    test(`leave out what may not be seen (${action}), of each kind`, async () => {
      for (const type of types) {
        await people.govern(`forbid (principal, action == Action::"${action}", resource is ${type});`)
        await listsAgree(`${action} ${type}`)
        const { lists } = kinds.find((one) => one.type === type)!
        for (const list of typeof lists === 'function' ? lists() : lists)
          expect([type, (await people.call('owner', 'GET', list)).body.items]).toEqual([type, []])
      }
    })
  test('of requests do not count what may not be seen', async () => {
    const ask = { product: 'secrets', port: 'all', purpose: 'analytics', duration: 'P7D' }
    expect((await people.call('member', 'POST', '/access-requests', ask)).status).toBe(201)
    const waiting = async () => (await people.call('publisher', 'GET', '/access-requests/waiting')).body.count
    await people.govern('')
    expect(await waiting()).toBe(1)
    await people.govern(`forbid (principal, action == Action::"discover", resource is Request);`)
    expect(await waiting()).toBe(0)
    expect((await people.call('publisher', 'GET', '/access-requests?box=decide')).body.items).toEqual([])
  })
  test('of domains leave out those that may not be seen', async () => {
    await people.govern(
      `forbid (principal, action == Action::"discover", resource == Domain::"sales") when { principal.role == "auditor" };`,
    )
    const domains = async (as: Who) => (await people.call(as, 'GET', '/domains')).body.items.length
    expect([await domains('auditor'), await domains('owner')]).toEqual([0, 1])
  })
  test('of what is the organisation’s, and of the audit, are told whole or not at all', async () => {
    const from = encodeURIComponent(new Date(0).toISOString())
    const made = await people.call('owner', 'POST', '/webhooks', { url: 'https://hooks.example.org/stoa' })
    const wholes = [
      { right: 'view', type: 'Organisation', routes: ['/members', '/purposes', '/domains', '/organisation'] },
      { right: 'administer', type: 'Organisation', routes: ['/webhooks', `/webhooks/${made.body.id}/deliveries`] },
      {
        right: 'audit',
        type: 'Audit',
        routes: ['/audit?limit=200', '/audit/export', '/audit/last-check', `/evidence?from=${from}`, '/decisions'],
      },
    ]
    const told = async (as: Who) => {
      const answers: [string, number, number | undefined][] = []
      for (const route of wholes.flatMap(({ routes }) => routes)) {
        const { status, body } = await people.call(as, 'GET', route)
        answers.push([route, status, status === 200 && !route.startsWith('/audit') ? body?.items?.length : undefined])
      }
      return answers
    }
    await people.govern('')
    const all = new Map<Who, Awaited<ReturnType<typeof told>>>()
    for (const as of who) all.set(as, await told(as))
    expect(all.get('owner')!.map(([, status]) => status)).toEqual(Array(11).fill(200))
    for (const { right, type, routes } of wholes)
      for (const [action, status] of [
        [right, 403],
        ['discover', 404],
      ] as const) {
        await people.govern(
          `forbid (principal, action == Action::"${action}", resource is ${type}) when { principal.role != "steward" };`,
        )
        for (const as of who) {
          // Under the organisation's own right everything that asks the same of it goes alike.
          const shut =
            action === 'discover' ? wholes.filter((one) => one.type === type).flatMap((one) => one.routes) : routes
          const expected = all.get(as)!.map(([route, before, count]) => {
            const refused = before === 404 ? 404 : status
            const goes = as !== 'steward' && shut.includes(route) && (before === 200 || action === 'discover')
            return goes ? [route, refused, undefined] : [route, before, count]
          })
          expect([action, type, as, await told(as)]).toEqual([action, type, as, expected])
        }
      }
  })

  const draw = chance(seed)
  /** A rule of a kind: it takes or gives, to some, things of a type or in a domain. */
  const rule = () => {
    const pick = <T>(of: readonly T[]): T => of[Math.floor(draw() * of.length)]!
    const whom = pick([
      'principal',
      'principal in Role::"member"',
      'principal in Role::"auditor"',
      'principal is Member',
    ])
    const what = pick([...types.map((type) => `resource is ${type}`), 'resource in Domain::"sales"', 'resource'])
    const action = pick([
      'action == Action::"discover"',
      'action == Action::"view"',
      'action in [Action::"discover", Action::"view"]',
    ])
    const when = pick(['', ` unless { principal.role == "steward" }`, ` unless { principal.role == "owner" }`])
    return `${pick(['permit', 'forbid', 'forbid'])} (${whom}, ${action}, ${what}) when { !(resource is Policy) }${when};`
  }
  for (let n = 0; n < 4; n++)
    test(`agree with what one may look at, by random policies (${n + 1}, seed ${seed})`, async () => {
      const text = [rule(), rule(), rule()].join('\n')
      await people.govern(text)
      await listsAgree(text)
    })
})

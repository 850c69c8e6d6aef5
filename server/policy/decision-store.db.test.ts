import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { insertDecisions, listDecisions } from './decision-store'

let a: Tenant
let b: Tenant
const [one, other] = [newId('product'), newId('product')]
const start = Date.parse('2026-03-01T12:00:00Z')
const about = [one, `${one}/rows`, `${one}/a-file.v2`, `${one}/ünder-way`, `${other}/rows`, 'rows', `${one}x`]

const decided = (id: string, n: number) => {
  const at = new Date(start + n * 60_000)
  const said = { effect: 'allow' as const, because: [], policyVersion: '1', purpose: null, surface: 'portal' as const }
  const resource = { type: 'port' as const, id }
  return {
    id: newId('decision', at.getTime()),
    at,
    principal: 'mem_1',
    action: 'query',
    resource,
    requestId: '',
    ...said,
  }
}
type Filter = Parameters<typeof listDecisions>[1]
const found = async (filter: Filter, scope = a.scope) =>
  (await listDecisions(scope, filter, { take: 50 })).map(({ resource }) => about.indexOf(resource.id)).reverse()

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  await insertDecisions(a.scope, about.map(decided))
}, 60_000)
afterAll(closeDatabase)

const minute = (n: number, by = 0) => new Date(start + n * 60_000 + by).toISOString()
it.each<[string, Filter, number[]]>([
  ['a product and its ports, whatever they are called', { resource: { named: 'flights', under: one } }, [0, 1, 2, 3]],
  ['a port', { resource: { named: 'flights/rows', under: `${one}/rows` } }, [1]],
  ['what has no name', { resource: { named: 'rows' } }, [5]],
  ['a kind of thing', { resource: { named: 'port' } }, [0, 1, 2, 3, 4, 5, 6]],
  ['from a moment on', { from: minute(4) }, [4, 5, 6]],
  ['after it', { from: minute(4, 1) }, [5, 6]],
  ['until a moment', { to: minute(2) }, [0, 1, 2]],
  ['before it', { to: minute(2, -1) }, [0, 1]],
  ['between two', { from: minute(1), to: minute(3) }, [1, 2, 3]],
  ['since before there was time', { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' }, [0, 1, 2, 3, 4, 5, 6]],
  ['before it began', { to: '0001-01-01T00:00:00Z' }, []],
])('what was decided about %s is found', async (_, filter, expected) => {
  expect(await found(filter)).toEqual(expected)
  expect(await found(filter, b.scope)).toEqual([])
})

it('pages of what is named by its kind and by its id give each decision once, in order', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => (n % 3 ? `port/${n}` : 'port'))
  await insertDecisions(b.scope, ids.map(decided))
  const resource = { named: 'port', under: 'port' }
  const seen: string[] = []
  for (let before: string | undefined; ; ) {
    const page = await listDecisions(b.scope, { resource }, { take: 5, before })
    seen.push(...page.map((one) => one.resource.id))
    if (page.length < 5) break
    before = page.at(-1)!.id
  }
  expect(seen).toEqual(ids.toReversed())
})

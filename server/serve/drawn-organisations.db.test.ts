import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type DrawnOrganisation,
  type DrawnPort,
  type DrawnProduct,
  dice,
  drawOrganisation,
} from '@/prisma/seed/drawn-organisation'
import { drawPolicies } from '@/prisma/seed/drawn-policies'
import { DrawnTenant } from '@/prisma/seed/drawn-tenant'
import { twoTenants } from '@/prisma/seed/two-tenants'
import { seed } from '@/scripts/test/chance'
import { DrawnOracle } from '@/scripts/test/drawn-oracle'
import { rereadEnv } from '@/server/platform/env'
import { cedar } from '@/server/policy/compile/cedar'

/** In earnest where the engines are tried, of another seed each time; one organisation, always the same, with every run. */
const [organisations, texts, reads] = process.env.STOA_ORACLE ? [12, 10, 100] : [1, 2, 1]
const from = process.env.STOA_ORACLE || process.env.STOA_TEST_SEED ? seed : 22
const shipped = readFileSync('server/policy/shipped.cedar', 'utf8')
const folder = path.join(process.env.STOA_DATA_DIR!, 'drawn-files')

beforeAll(() => {
  process.env.STOA_FILES_ROOT = path.join(folder, '{org}')
  rereadEnv()
})

const countsOf = (values: readonly string[]) => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
const slugsOf = (items: { slug?: string }[]) => items.flatMap(({ slug }) => slug ?? []).sort()

/** List, get, search hits, facet counts and suggestions are what Cedar's own engine lets this one find. */
async function findsAlike(tenant: DrawnTenant, as: string, expected: DrawnProduct[]) {
  const of = async (route: string) => (await tenant.call(as, 'GET', route)).body
  const got: string[] = []
  for (const { slug } of tenant.drawn.products)
    if ((await tenant.call(as, 'GET', `/products/${slug}`)).status === 200) got.push(slug)
  const [listed, found, suggested] = [
    await of('/products'),
    await of('/search'),
    await of('/search/suggest?q=of the house'),
  ]
  const slugs = slugsOf(expected)
  const { type, domain, tag, status } = found.facets
  expect({
    list: slugsOf(listed.items),
    get: got.sort(),
    hits: slugsOf(found.items),
    suggested: slugsOf(suggested.items),
    facets: { type, domain, tag, status },
  }).toEqual({
    list: slugs,
    get: slugs,
    hits: slugs,
    suggested: slugs,
    facets: {
      type: slugs.length > 0 ? { data: slugs.length } : {},
      domain: countsOf(expected.map((one) => one.domain)),
      tag: countsOf(expected.flatMap(({ tags }) => tags)),
      status: countsOf(expected.map(({ state }) => state)),
    },
  })
}

type Place = { product: DrawnProduct; port: DrawnPort }
/** SQL, preview, export and profile show what Cedar's own engine lets this one read of a port, cell by cell. */
async function readsAlike(tenant: DrawnTenant, oracle: DrawnOracle, as: string, { product, port }: Place) {
  const [name, expected] = [`"${product.slug}"."${port.name}"`, oracle.reads(as, product, port)]
  const columns = expected ? expected.columns : ['*']
  const ask = { sql: `select * from ${name} order by 1`, purpose: 'analytics' }
  const sql = await tenant.call(as, 'POST', '/query', { ...ask, format: 'json' })
  const rows = await tenant.call(as, 'GET', `/ports/${product.slug}/${port.name}/rows?purpose=analytics`)
  const csv = await tenant.call(as, 'POST', '/query', { ...ask, limit: 100, format: 'csv' })
  const readable = expected !== null && expected.columns.length > 0
  const told = [sql, rows, csv].map(({ status, text }) => (status === 200 ? 'read' : text))
  if (expected?.none && told.every((one) => one !== 'read')) return
  const right = readable ? 'read' : expect.not.stringMatching(/^read$/)
  expect([name, ...told]).toEqual([name, right, right, right])
  const profile = await tenant.call(as, 'GET', `/products/${product.slug}/ports/${port.name}/profile`)
  expect([product.slug, port.name, profile.text.slice(0, 100), profile.status === 200]).toEqual([
    product.slug,
    port.name,
    profile.text.slice(0, 100),
    oracle.finds(as).includes(product),
  ])
  if (!expected || columns.length === 0) return
  const sorted = (of: (string | null)[][]) => of.map((row) => JSON.stringify(row)).sort()
  expect(sql.body.columns.map((one: { name: string }) => one.name)).toEqual(expected.columns)
  expect(sorted(sql.body.rows)).toEqual(sorted(expected.rows))
  expect(sorted(rows.body.rows)).toEqual(sorted(expected.rows))
  const [head, ...lines] = csv.text.replace(/\r?\n$/, '').split(/\r?\n/)
  expect(head).toBe(expected.columns.join(','))
  expect(lines.sort()).toEqual(expected.rows.map((row) => row.map((cell) => cell ?? '').join(',')).sort())
}

async function agree(tenant: DrawnTenant, org: DrawnOrganisation, start: number) {
  const by = dice(start)
  const places = org.products.flatMap((product) => product.ports.map((port) => ({ product, port })))
  for (let n = 0; n < texts; n++) {
    const text = n === 0 ? '' : drawPolicies(by, org)
    await tenant.govern(text)
    const oracle = new DrawnOracle(cedar, org, shipped, text, (name) => name)
    for (const as of [...org.people, ...org.agents].map(({ name }) => name)) {
      const told = `seed ${start}, ${as} of ${JSON.stringify(org)} under\n${text}\n`
      try {
        await findsAlike(tenant, as, oracle.finds(as))
        for (const place of by.some(places, reads / places.length)) await readsAlike(tenant, oracle, as, place)
      } catch (error) {
        throw new Error(`${told}${(error as Error).message}`, { cause: error })
      }
    }
  }
}

test('a port that policies give nothing of keeps nobody from another one of its product', async () => {
  const { a } = await twoTenants()
  const tenant = await DrawnTenant.make(a, drawOrganisation(dice(25_552)), folder)
  await tenant.govern(`@id("held by none") forbid (principal == Member::"person-0", action in [Action::"preview", Action::"query"],
    resource is Port) when { resource has held && resource.held };`)
  const ask = async (sql: string) => {
    const { status, text, body } = await tenant.call('person-0', 'POST', '/query', {
      sql,
      purpose: 'analytics',
      format: 'json',
    })
    const ports = body.terms?.map(({ port }: { port: string }) => port)
    return [status, status === 200 ? ports : text]
  }
  const refused = [403, expect.stringContaining('You may not query people.few (held by none).')]
  expect(await ask('select count(*) from people."all"')).toEqual([200, ['all']])
  expect(await ask('select count(*) from people.few')).toEqual(refused)
  expect(await ask('select count(*) from people."all" join People.few using (nr)')).toEqual(refused)
}, 240_000)

test('what a sponsor reads by role, their agent’s grant reads by the door that agents come in', async () => {
  const { a } = await twoTenants()
  const tenant = await DrawnTenant.make(a, drawOrganisation(dice(25_549)), folder)
  await tenant.govern(`forbid (principal, action in [Action::"preview", Action::"query"], resource is Port)
    unless { context.surface == "rest" };`)
  const sql = 'select * from sums."all" limit 1'
  const { status, body } = await tenant.call('agent-1', 'POST', '/query', { sql, purpose: 'analytics', format: 'json' })
  expect([status, body.columns?.map(({ name }: { name: string }) => name)]).toEqual([
    200,
    ['nr', 'mail', 'pay', 'born'],
  ])
}, 240_000)

test('a draft that policies let somebody find is there when they open it', async () => {
  const { a } = await twoTenants()
  const tenant = await DrawnTenant.make(a, drawOrganisation(dice(25_547)), folder)
  const open = async () => (await tenant.call('person-1', 'GET', '/products/letters')).status
  await tenant.govern('')
  expect(await open()).toBe(404)
  await tenant.govern(
    `permit (principal in Role::"publisher", action == Action::"discover", resource in Domain::"sales");`,
  )
  expect(await open()).toBe(200)
}, 240_000)

describe('every surface of drawn organisations', { timeout: 1_800_000 }, () => {
  for (let n = 0; n < organisations; n++)
    test(`shows everyone what Cedar's own engine says (${n + 1}, seed ${from + n})`, async () => {
      const { a } = await twoTenants()
      const drawn = drawOrganisation(dice(from + n))
      const made = await DrawnTenant.make(a, drawn, folder)
      await agree(made, drawn, from + n)
    })
})

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillMeasured } from '@/prisma/seed/measured-tenant'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { restCall } from '@/scripts/test/rest-call'
import type { PromiseRow, Standing } from '@/server/observe/standing-schema'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

// What the loop gives away of products that somebody may not find: nothing, in any number either, whoever they are.

type Who = 'owner' | 'steward' | 'member' | 'auditor' | 'publisher' | 'theirs'
let a: Tenant
let b: Tenant
const tokens = {} as Record<Who, string>
const PRODUCTS = 5
const slugs = Array.from({ length: PRODUCTS }, (_, n) => `measured-0000${n + 1}`)
const [hidden = '', draft = '', ...open] = slugs
const sees: Record<Who, string[]> = {
  owner: slugs,
  steward: [draft, ...open],
  auditor: [draft, ...open],
  publisher: [draft, ...open],
  member: open,
  theirs: [],
}
const everybody = Object.keys(sees) as Who[]

async function call(as: Who | null, method: string, route: string, body?: unknown) {
  const { status, text } = await restCall(method, route, { token: as ? tokens[as] : undefined, body })
  return { status, text }
}
const read = async <T>(as: Who, route: string): Promise<T> => {
  const { status, text } = await call(as, 'GET', route)
  if (status !== 200) throw new Error(`${as} GET ${route}: ${status} ${text}`)
  return JSON.parse(text)
}
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
const idOf = async (sql: string, values: unknown[]): Promise<string> => (await owner.query(sql, values)).rows[0].id

beforeAll(async () => {
  await owner.connect()
  ;({ a, b } = await twoTenants())
  for (const who of ['owner', 'steward', 'member', 'auditor', 'publisher'] as const)
    tokens[who] = (await tenancy.createToken(a[who], { name: 'test' })).token
  tokens.theirs = (await tenancy.createToken(b.owner, { name: 'test' })).token
  const of = { orgId: a.scope.orgId, domainId: a.domain.id, ownerId: a.publisher.principal.id }
  const size = { products: PRODUCTS, promises: 12, measurements: 40, days: 20 }
  await fillMeasured((sql, values) => owner.query(sql, values), of, size)
  await owner.query(`update product set status = 'draft' where org_id = $1 and slug = $2`, [a.scope.orgId, draft])
  const text = `forbid (principal, action == Action::"discover", resource is Product)
    when { resource has slug && resource.slug == "${hidden}" } unless { principal in Role::"owner" };`
  const { status, text: said } = await call('owner', 'PUT', '/policies', { text })
  if (status !== 200) throw new Error(said)
}, 120_000)
afterAll(async () => {
  await owner.end()
  await closeDatabase()
})

const unseen = (who: Who) => slugs.filter((slug) => !sees[who].includes(slug))

describe.each(everybody)('to %s the loop', (who) => {
  it('tells of no product that they may not find, by name or in a list', async () => {
    for (const route of [
      '/loop',
      '/loop/promises?limit=200',
      '/incidents?limit=200',
      '/incidents?sort=need&limit=200',
      '/incidents?domain=sales&limit=200',
      '/loop/export?what=promises',
      '/loop/export?what=incidents',
    ]) {
      const { status, text } = await call(who, 'GET', route)
      expect([route, status]).toEqual([route, 200])
      for (const slug of unseen(who)) {
        expect(text, route).not.toContain(slug)
        expect(text, route).not.toContain(slug.replace('measured-', 'Measured '))
      }
    }
  })

  it('counts what it lists, and nothing else', async () => {
    const whole = await read<Standing>(who, '/loop')
    const parts = await Promise.all(sees[who].map((slug) => read<Standing>(who, `/loop?product=${slug}`)))
    const sum = (of: (one: Standing) => number) => parts.reduce((all, one) => all + of(one), 0)
    for (const of of [
      (one: Standing) => one.promises.products,
      (one: Standing) => one.promises.watched,
      (one: Standing) => one.promises.broken,
      (one: Standing) => one.kept.thisWeek.days,
      (one: Standing) => one.kept.lastWeek.kept,
      (one: Standing) => one.days.reduce((all, { days }) => all + days, 0),
      (one: Standing) => one.open.total,
      (one: Standing) => one.open.unacknowledged,
      (one: Standing) => one.open.domains.reduce((all, { open }) => all + open, 0),
      (one: Standing) => one.median.detect.of,
      (one: Standing) => one.median.acknowledge.of,
      (one: Standing) => one.median.resolve.of,
      (one: Standing) => one.precision.fixed + one.precision.falseAlarms + one.precision.expected,
    ])
      expect([of.toString(), of(whole)]).toEqual([of.toString(), sum(of)])
    expect(whole.promises).toMatchObject({ products: sees[who].length, watched: 12 * sees[who].length })
    const { items, total } = await read<{ items: PromiseRow[]; total: number }>(who, '/loop/promises?limit=200')
    expect(items.map(({ product }) => product.slug).sort()).toEqual([...sees[who]].sort())
    expect(total).toBe(sees[who].length)
    const needing = await read<{ items: unknown[] }>(who, '/incidents?sort=need&limit=200')
    expect(needing.items).toHaveLength(whole.open.total)
  })

  it('hears of one they may not find what they hear of one that is not there', async () => {
    const absent = { ...(await read<Standing>(who, '/loop?product=no-such')), at: '' }
    for (const slug of unseen(who)) {
      expect({ ...(await read<Standing>(who, `/loop?product=${slug}`)), at: '' }).toEqual(absent)
      const product = await idOf('select id from product where org_id = $1 and slug = $2', [a.scope.orgId, slug])
      const promise = await idOf('select id from expectation where org_id = $1 and product_id = $2', [
        a.scope.orgId,
        product,
      ])
      const until = new Date(Date.now() + 86_400_000).toISOString()
      for (const [method, route, body] of [
        ['GET', `/loop/products/${slug}`],
        ['GET', `/loop/products/${product}`],
        ['GET', `/measurements?product=${slug}&bucket=day`],
        ['GET', `/measurements?expectation=${promise}&bucket=hour`],
        ['GET', `/incidents?product=${slug}&sort=need`],
        ['POST', `/expectations/${promise}/mute`, { until, why: 'x' }],
        ['POST', `/expectations/${promise}/unmute`, {}],
      ] as const)
        expect([route, (await call(who, method, route, body)).status]).toEqual([route, 404])
    }
  })
})

describe('the loop', () => {
  it('is for nobody without a name', async () => {
    for (const route of ['/loop', '/loop/promises', '/loop/export?what=incidents', `/loop/products/${open[0]}`])
      expect((await call(null, 'GET', route)).status).toBe(401)
  })

  it('is muted by those who may edit the product alone', async () => {
    const promise = await idOf('select id from expectation where org_id = $1 and product_id = $2 limit 1', [
      a.scope.orgId,
      'prd_measured_3',
    ])
    const until = new Date(Date.now() + 86_400_000).toISOString()
    for (const who of ['member', 'auditor', 'steward'] as const)
      for (const [step, body] of [
        ['mute', { until, why: 'x' }],
        ['unmute', {}],
      ] as const)
        expect((await call(who, 'POST', `/expectations/${promise}/${step}`, body)).status).toBe(403)
    expect((await call('publisher', 'POST', `/expectations/${promise}/mute`, { until, why: 'x' })).status).toBe(200)
  })

  it('pages through what needs somebody without a gap or a repeat, errors first', async () => {
    type Page = { items: { id: string; severity: string; state: string }[]; nextCursor: string | null }
    const { items: whole } = await read<Page>('owner', '/incidents?sort=need&limit=200')
    const rank = ({ severity, state }: Page['items'][number]) =>
      (severity === 'error' ? 0 : 3) + ['regressed', 'open', 'acknowledged'].indexOf(state)
    expect(whole.map(rank)).toEqual(whole.map(rank).sort((x, y) => x - y))
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: Page = await read('owner', `/incidents?sort=need&limit=1${cursor ? `&cursor=${cursor}` : ''}`)
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(whole.map(({ id }) => id))
  })

  it('pages through the matrix alike', async () => {
    type Page = { items: PromiseRow[]; nextCursor: string | null }
    const whole = await read<Page>('owner', '/loop/promises?limit=200')
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: Page = await read('owner', `/loop/promises?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      paged.push(...page.items.map(({ product }) => product.slug))
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(whole.items.map(({ product }) => product.slug))
    const broken = await read<Page>('owner', '/loop/promises?limit=200&state=broken')
    expect(broken.items.every(({ state }) => state === 'broken')).toBe(true)
  })

  it('refuses what is no cursor, no kind and no time', async () => {
    for (const route of [
      '/loop/promises?cursor=x',
      '/incidents?sort=need&cursor=x',
      '/loop/promises?kind=wishes',
      '/loop?everything=1',
      '/measurements',
      `/measurements?product=${open[0]}&bucket=minute`,
      `/measurements?product=${open[0]}&from=yesterday`,
    ])
      expect([route, (await call('owner', 'GET', route)).status]).toEqual([route, 400])
  })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { chance, seed } from '@/scripts/test/chance'
import { restCall } from '@/scripts/test/rest-call'
import * as catalog from '@/server/catalog'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'

let a: Tenant
const root = () => path.join(process.env.STOA_DATA_DIR!, 'governed-files')
const who = ['owner', 'publisher', 'steward', 'auditor', 'member'] as const
type Who = (typeof who)[number]
const tokens = new Map<Who, string>()

const yaml = (slug: string, tags: string) => `apiVersion: v1.0.0
kind: DataProduct
id: ${slug}
status: draft
name: ${slug} of the house
version: 1.0.0
domain: sales
tags: [${tags}]
description: { purpose: test }
outputPorts: [{ name: all, version: 1.0.0, contractId: ${slug}-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: ${slug}-contract
version: 1.0.0
servers: [{ server: shop-files, type: custom }]
schema:
  - name: people
    physicalName: people.csv
    properties:
      - { name: nr, physicalName: id }
      - { name: mail, classification: confidential }
      - { name: country }
      - { name: pay, classification: restricted }
      - { name: born }
`
const rows = [
  '1,ann@example.org,DE,1234,1990-05-17',
  '2,bo@example.org,FR,5678,1991-06-18',
  '3,cy@example.org,,42,1992-07-19',
  '4,dee@example.org,DE,99,1993-08-20',
]

async function call(as: Who, method: string, route: string, body?: unknown) {
  if (!tokens.has(as)) tokens.set(as, (await tenancy.createToken(a[as], { name: 'test' })).token)
  const { status, headers, text } = await restCall(method, route, { token: tokens.get(as)!, body })
  const json = headers.get('content-type')?.startsWith('application/json')
  return { status, text, body: json ? JSON.parse(text) : null }
}
const query = async (as: Who, sql: string) => call(as, 'POST', '/query', { sql, format: 'json' })
const seen = async (as: Who, columns = '*') =>
  (await query(as, `select ${columns} from "people"."all" order by nr`)).body.rows
async function govern(text: string) {
  const { status, text: said } = await call('owner', 'PUT', '/policies', { text })
  expect([status, status === 200 ? '' : said]).toEqual([200, ''])
}
/** Restricted columns need all three. */
async function agreed(request: string) {
  const said = []
  for (const by of ['publisher', 'steward', 'owner'] as const)
    said.push((await call(by, 'POST', `/access-requests/${request}/decision`, { decision: 'approve' })).body.state)
  expect(said.at(-1)).toBe('approved')
}
const reads = 'action in [Action::"preview", Action::"query"]'
const german = `@id("germans only") forbid (principal, ${reads}, resource is Rows::people::all)
  unless { principal.role == "publisher" || (resource has country && resource.country == "DE") };`

beforeAll(async () => {
  process.env.STOA_FILES_ROOT = path.join(root(), '{org}')
  rereadEnv()
  ;({ a } = await twoTenants())
  mkdirSync(path.join(root(), a.org.slug), { recursive: true })
  writeFileSync(path.join(root(), a.org.slug, 'people.csv'), `id,mail,country,pay,born\n${rows.join('\n')}\n`)
  const made = { kind: 'files', name: 'shop-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['people.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  for (const [slug, tags] of [
    ['people', 'staff'],
    ['secrets', 'secret'],
  ] as const) {
    await product.save(a.publisher, { slug, written: product.readDocuments({ yaml: yaml(slug, tags) }) })
    await product.publish(a.publisher, { slug })
    const { id } = (await product.resource(a.scope, slug))!
    await catalog.indexEntry(a.scope, id, () => product.describe(a.scope, id))
  }
  const ask = { product: 'people', port: 'all', purpose: 'analytics', duration: 'P30D' }
  const asked = await call('member', 'POST', '/access-requests', ask)
  await agreed(asked.body.id)
}, 240_000)

describe('rows', { timeout: 240_000 }, () => {
  test('are those that policies leave, on every way out', async () => {
    expect((await seen('member', 'nr')).flat()).toEqual(['1', '2', '3', '4'])
    await govern(german)
    expect((await seen('member', 'nr')).flat()).toEqual(['1', '4'])
    expect((await seen('publisher', 'nr')).flat()).toEqual(['1', '2', '3', '4'])
    const listed = await call('member', 'GET', '/ports/people/all/rows?columns=nr')
    expect(listed.body.rows.flat()).toEqual(['1', '4'])
    const file = await call('member', 'POST', '/query', {
      sql: 'select nr from "people"."all" order by nr',
      format: 'csv',
    })
    expect(file.text.trim().split(/\s+/)).toEqual(['nr', '1', '4'])
    const { body } = await call('member', 'GET', '/products/people/ports/all/profile')
    expect(body.objects[0].columns.map((one: { min: unknown }) => one.min)).toEqual([null, null, null, null, null])
  })
  test('that are hidden cannot be felt for', async () => {
    for (const sql of [
      'select count(*) from "people"."all" where cast(mail as integer) = 1 and nr = 2',
      `select cast(country as integer) from "people"."all" where country <> 'DE' or country is null`,
      `select count(*) from "people"."all" where mail like 'bo%' and cast(pay as tinyint) > 0`,
      'select max(1 / (pay - 5678)) from "people"."all" where pay > 5000',
    ]) {
      const { text } = await query('member', sql)
      expect([sql, /bo@|cy@|FR|5678"|'5678'/.test(text.replaceAll(JSON.stringify(sql).slice(1, -1), ''))]).toEqual([
        sql,
        false,
      ])
    }
    // A value that some hidden row holds alone: what it would do to the statement must not show.
    const division = await query(
      'member',
      `select count(*) from "people"."all" where pay / (nr - 2) > 1e9 or cast('x' || nr as text) = 'x2'`,
    )
    expect(division.body.rows).toEqual([['0']])
    for (const sql of [
      'select stats(mail) from "people"."all"',
      'explain select * from "people"."all"',
      'summarize "people"."all"',
    ])
      expect((await query('member', sql)).status).toBe(400)
  })
  test('that are worked out by sums and times are kept behind them', async () => {
    await govern(`forbid (principal, ${reads}, resource is Rows::people::all) unless { principal.role == "publisher" ||
      (resource has pay && resource.pay * 2 + 1 > 200 && resource has born && resource.born < datetime("1991-01-01")) };`)
    expect((await seen('member', 'nr')).flat()).toEqual(['1'])
    const { text } = await query('member', 'select nr from "people"."all" where cast(mail as integer) = 1')
    expect(/bo@|cy@|dee@/.test(text)).toBe(false)
  })
})

describe('masks', { timeout: 240_000 }, () => {
  test('stand in a column’s place before a statement sees it', async () => {
    await govern(`@mask("mail:hash, pay:bucket(1000), born:year") @id("masked") forbid (principal, ${reads}, resource is Rows::people::all)
      unless { principal.role == "publisher" };`)
    const [first] = await seen('member')
    expect(first.slice(2)).toEqual(['DE', '1000', '1990-01-01'])
    expect(first[1]).toMatch(/^[0-9a-f]{64}$/)
    expect((await seen('publisher'))[0].slice(1)).toEqual(['ann@example.org', 'DE', '1234', '1990-05-17'])
    const none = await query(
      'member',
      `select count(*) from "people"."all" where mail = 'ann@example.org' or pay = 1234`,
    )
    expect(none.body.rows).toEqual([['0']])
    for (const sql of [
      'select cast(mail as integer) from "people"."all"',
      `select strptime(mail, '%Y') from "people"."all"`,
      'select list(mail order by pay), max(pay), min(born) from "people"."all"',
      'select a.nr from "people"."all" a join (select 1234 as pay) g on a.pay = g.pay',
      'select m from (select mail as m, pay from "people"."all") where pay between 1233 and 1235',
    ])
      expect([
        sql,
        /@example|1234|05-17/.test((await query('member', sql)).text.replaceAll(sql, '').replace(/1233|1235/g, '')),
      ]).toEqual([sql, false])
    const ports = await call('member', 'GET', '/products/people/ports/all/profile')
    const shown = ports.body.objects[0].columns.filter((one: { min: unknown }) => one.min !== null)
    expect(shown.map((one: { name: string }) => one.name)).toEqual(['nr', 'country'])
  })
  test('join by their hash, and in another organisation are others', async () => {
    const sql = 'select count(*) from "people"."all" a join "people"."all" b on a.mail = b.mail'
    expect((await query('member', sql)).body.rows).toEqual([['4']])
  })
  test('of several permits the mildest counts, row by row; more may read than hold a grant', async () => {
    await govern(`@mask("*:null, nr:full, mail:full") permit (principal in Role::"steward", ${reads}, resource == Port::"people/all");
      @mask("*:null") permit (principal in Role::"steward", ${reads}, resource is Rows::people::all)
      when { resource has country && resource.country == "DE" };
      @mask("*:null, mail:partial") permit (principal in Role::"steward", ${reads}, resource is Rows::people::all)
      when { resource has country && resource.country == "FR" };`)
    const found = await seen('steward', 'mail')
    expect(found).toEqual([['•••'], ['b•••@example.org'], ['•••'], ['•••']])
    expect((await query('auditor', 'select * from "people"."all"')).status).toBe(403)
  })
})

describe('columns', { timeout: 240_000 }, () => {
  test('are hidden or masked by their class, whatever the product', async () => {
    await govern(`forbid (principal, ${reads}, resource is Column) when { resource has classification && resource.classification == "restricted" }
      unless { principal.role == "publisher" };
      @mask("hash") forbid (principal, ${reads}, resource is Column) when { resource has classification && resource.classification == "confidential" }
      unless { principal.role == "publisher" };`)
    const { body } = await query('member', 'select * from "people"."all" order by nr')
    expect(body.columns.map(({ name }: { name: string }) => name)).toEqual(['nr', 'mail', 'country', 'born'])
    expect(body.rows[0][1]).toMatch(/^[0-9a-f]{64}$/)
    expect((await query('member', 'select pay from "people"."all"')).status).toBe(400)
    const receipt = await call('member', 'GET', `/receipts/${body.receipt}`)
    expect(receipt.body.sources[0].objects[0].columns).toEqual(['nr', 'mail', 'country', 'born'])
    expect(receipt.body.sources[0].policyVersion).toMatch(/^\d+\.[0-9a-f]{8}$/)
    expect(receipt.body.holds).toBe(true)
    await govern('')
    expect((await call('member', 'GET', `/receipts/${body.receipt}`)).body.because).toEqual([
      'The policies have changed since.',
    ])
  })
})

describe('an agent', { timeout: 240_000 }, () => {
  test('sees and finds under policies what it and its sponsor both do', async () => {
    const sponsor = a.member.principal
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    const budgets = { rowsPerDay: 1_000_000, callsPerMinute: 6_000 }
    const input = { name: 'Nightly', sponsor: sponsor.id, purpose: 'analytics', endsAt, budgets }
    const { id } = (await call('member', 'POST', '/agents', input)).body
    const { token } = (await call('member', 'POST', `/agents/${id}/tokens`, {})).body
    const ask = { product: 'people', port: 'all', purpose: 'analytics', duration: 'P7D', for: id }
    await agreed((await call('member', 'POST', '/access-requests', ask)).body.id)
    const its = async (method: string, route: string, body?: unknown) => {
      const { status, text } = await restCall(method, route, { token, body })
      return { status, body: JSON.parse(text) }
    }
    const read = () => its('POST', '/query', { sql: 'select * from "people"."all" order by nr', format: 'json' })
    const found = async () => (await its('GET', '/products')).body.items.map(({ slug }: { slug: string }) => slug)
    const searched = async () =>
      Object.values<number>((await its('GET', '/search')).body.facets.type).reduce((sum, one) => sum + one, 0)
    expect((await read()).body.rows.length).toBe(4)
    const rows = `${reads}, resource is Rows::people::all`
    await govern(`@id("rows") forbid (principal is Member, ${rows}) unless { resource has country && resource.country == "DE" };
      @id("its") @mask("mail:partial, born:year") forbid (principal is Agent, ${rows});
      @id("theirs") @mask("mail:hash, pay:bucket(1000)") forbid (principal is Member, ${rows});
      @id("secret") forbid (principal is Member, action == Action::"discover", resource is Product) when { resource.tags.contains("secret") };`)
    expect((await read()).body.rows).toEqual([
      ['1', null, 'DE', '1000', '1990-01-01'],
      ['4', null, 'DE', '0', '1993-01-01'],
    ])
    expect([await found(), await searched()]).toEqual([['people'], 1])
    await govern(`@id("not them") forbid (principal == Member::"${sponsor.email}", ${reads}, resource is Port);`)
    const refused = await read()
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringContaining('an agent may no more than its sponsor'),
    ])
    // What policies give everyone, an agent still reads by its own grants alone.
    await govern(`@id("all") permit (principal, ${reads}, resource);`)
    const sql = 'select nr from "secrets"."all"'
    expect([
      (await query('member', sql)).status,
      (await its('POST', '/query', { sql, format: 'json' })).status,
    ]).toEqual([200, 403])
    await govern('')
    expect((await found()).sort()).toEqual(['people', 'secrets'])
  })
})

/** Rules over what may be found and read, of which a random few make a text. */
const rules = [
  `forbid (principal, action == Action::"discover", resource is Product) when { resource.tags.contains("secret") } unless { principal.role == "owner" };`,
  `forbid (principal in Role::"auditor", action == Action::"discover", resource == Product::"people");`,
  `forbid (principal, action == Action::"discover", resource is Product) when { resource.slug like "s*" && principal.role == "member" };`,
  `permit (principal in Role::"member", action == Action::"discover", resource in Domain::"sales");`,
  `forbid (principal, action == Action::"discover", resource in Domain::"sales") when { !principal.manages.contains(Domain::"sales") && principal.role == "steward" };`,
  german,
  `@mask("mail:partial") forbid (principal, ${reads}, resource is Rows::people::all) when { principal.role == "member" };`,
  `forbid (principal in Role::"publisher", ${reads}, resource is Port) when { resource.name == "all" };`,
  `permit (principal in Role::"auditor", ${reads}, resource is Rows::people::all) when { resource has pay && resource.pay < 100 };`,
]

describe('every surface', { timeout: 600_000 }, () => {
  const draw = chance(seed)
  for (let n = 0; n < 4; n++)
    test(`agrees for everyone, by random policies (${n + 1}, seed ${seed})`, async () => {
      const text = rules.filter(() => draw() < 0.4).join('\n')
      await govern(text)
      for (const as of who) {
        const listed: string[] = (await call(as, 'GET', '/products')).body.items.map(
          ({ slug }: { slug: string }) => slug,
        )
        const { body: found } = await call(as, 'GET', '/search')
        const facet = Object.values<number>(found.facets.type).reduce((sum, one) => sum + one, 0)
        const suggested = await call(as, 'GET', '/search/suggest?q=of the house')
        const got: string[] = []
        for (const slug of ['people', 'secrets'])
          if ((await call(as, 'GET', `/products/${slug}`)).status === 200) got.push(slug)
        const surfaces = {
          list: listed.sort(),
          get: got,
          hits: found.items.map(({ slug }: { slug: string }) => slug).sort(),
          suggested: suggested.body.items
            .flatMap((one: { type: string; slug?: string }) => (one.type === 'product' ? [one.slug] : []))
            .sort(),
        }
        const { list } = surfaces
        expect([text, as, surfaces, facet]).toEqual([
          text,
          as,
          { list, get: list, hits: list, suggested: list },
          list.length,
        ])
        await readsAgree(as, text)
      }
    })
})

/** Rows by SQL, by the port's own address and by a download; the profile tells values of what is plain alone. */
async function readsAgree(as: Who, text: string) {
  const sql = 'select * from "people"."all" order by nr'
  const [asked, rowsOf, file, profile] = [
    await query(as, sql),
    await call(as, 'GET', '/ports/people/all/rows'),
    await call(as, 'POST', '/query', { sql, format: 'csv' }),
    await call(as, 'GET', '/products/people/ports/all/profile'),
  ]
  expect([text, as, rowsOf.status === 200, file.status === 200]).toEqual([
    text,
    as,
    asked.status === 200,
    asked.status === 200,
  ])
  if (asked.status !== 200) return
  expect(rowsOf.body.rows.map(String).sort()).toEqual(asked.body.rows.map(String).sort())
  expect(file.text.trim().split('\n').length - 1).toBe(asked.body.rows.length)
  const whole = rows.map((row) => row.split(','))
  const values = asked.body.rows as (string | null)[][]
  const columns = profile.status === 200 ? profile.body.objects[0].columns : []
  for (const [at, { min }] of columns.entries()) {
    const plain = whole.every((row) => values.some((one) => (one[at] ?? '') === row[at]))
    expect([text, as, at, min !== null]).toEqual([text, as, at, plain && values.length === whole.length])
  }
}

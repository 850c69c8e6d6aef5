import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixturePassword, type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import * as ingestion from '@/server/ingestion'
import { closeDatabase } from '@/server/platform/db'
import { rereadEnv } from '@/server/platform/env'
import * as tenancy from '@/server/tenancy'
import { handleRest } from './rest'

/** Bodies, contracts and invitations made to hurt, sent to the door as anyone would. */

let a: Tenant
let b: Tenant
let token: string
let asset: string

type Call = { body?: string; type?: string; token?: string }
async function call(method: string, place: string, { body, type = 'application/json', token: own = token }: Call = {}) {
  const began = Date.now()
  const before = process.memoryUsage().rss
  const headers = { 'content-type': type, ...(own ? { authorization: `Bearer ${own}` } : {}) }
  const response = await handleRest(new Request(`http://127.0.0.1:3000/api/v1${place}`, { method, headers, body }))
  const text = await response.text()
  const json = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text
  expect(Date.now() - began).toBeLessThan(15_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 2 ** 20)
  return { status: response.status, json, text }
}
const put = (body: string, type = 'application/yaml', slug = 'hostile') =>
  call('PUT', `/products/${slug}`, { body, type })

beforeAll(async () => {
  const files = path.join(process.env.STOA_DATA_DIR!, 'attack-files')
  process.env.STOA_FILES_ROOT = path.join(files, '{org}')
  rereadEnv()
  ;({ a, b } = await twoTenants())
  mkdirSync(path.join(files, a.org.slug), { recursive: true })
  const rows = Array.from({ length: 2_000 }, (_, n) => `${n},${'a'.repeat(40)}!`)
  writeFileSync(path.join(files, a.org.slug, 'words.csv'), `n,word\n${rows.join('\n')}\n`)
  token = (await tenancy.createToken(a.owner, { name: 'attack' })).token
  const config = { path: '*.csv' }
  const made = { kind: 'files', name: 'hostile-files', domain: a.domain.slug, config }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, made)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['words.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  asset = (await ingestion.getAssetByRef(a.scope, { connectionName: 'hostile-files', ref: 'words.csv' }))!.id
})
afterAll(closeDatabase)

const contract = (more = '', name = 'words') => `apiVersion: v1.0.0
kind: DataProduct
id: hostile
status: draft
name: Hostile
version: 1.0.0
domain: ${a.domain.slug}
outputPorts:
  - { name: port, version: 1.0.0, contractId: c }
---
apiVersion: v3.2.0
kind: DataContract
id: c
version: 1.0.0
servers: [{ server: hostile-files, type: custom }]
schema:
  - name: ${name}
    physicalName: words.csv
    properties:
      - { name: n, logicalType: integer }
      - name: word
        logicalType: string
${more}`

const bomb = Array.from(
  { length: 30 },
  (_, n) =>
    `a${n}: &a${n} [${Array(9)
      .fill(n === 0 ? 'x' : `*a${n - 1}`)
      .join(',')}]`,
).join('\n')

describe('a contract', () => {
  it.each<[string, () => string, RegExp]>([
    ['of 5 MB', () => `${contract()}# ${'x'.repeat(5 * 2 ** 20)}`, /larger than 1 MB/],
    ['that is a bomb of aliases', () => bomb, /fewer aliases/],
    ['that holds itself', () => contract('        customProperties: &x [*x]\n'), /refers to itself/],
    ['with __proto__', () => `${contract()}__proto__: { polluted: true }\n`, /__proto__.*not allowed/],
    ['of brackets alone', () => '['.repeat(500_000), /nested deeper/],
    ['with a name made of SQL and NUL', () => contract('', '"x\\0; drop table product"'), /NUL|cannot be stored|name/i],
  ])('%s is refused in words', async (_, text, words) => {
    const answer = await put(text())
    expect([answer.status, answer.json.error.code]).toEqual([400, 'invalid'])
    expect(JSON.stringify(answer.json.error)).toMatch(words)
    expect(answer.text.length).toBeLessThan(100_000)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each<[string, () => string]>([
    ['of 5 MB', () => JSON.stringify({ product: { name: 'x'.repeat(5 * 2 ** 20) } })],
    ['100,000 deep', () => `{"product":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['of 100,000 maps in each other', () => `{"product":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
    ['with __proto__', () => '{"product":{"__proto__":{"polluted":true}},"__proto__":{"polluted":true}}'],
    ['with constructor', () => '{"product":{"constructor":{"prototype":{"polluted":true}}}}'],
    ['of a million values', () => `{"product":[${'1,'.repeat(1_000_000)}1]}`],
  ])('as JSON %s is refused too', async (_, text) => {
    const answer = await put(text(), 'application/json')
    expect([answer.status, answer.json.error.code]).toEqual([400, 'invalid'])
    expect(answer.text.length).toBeLessThan(100_000)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('whose pattern makes others backtrack, or grows without end, is measured or refused in seconds', async () => {
    for (const [pattern, expected] of [
      ['^(a+)+$', { measured: 2_000, detail: null }],
      ['(((a{1000}){1000}){1000})', { measured: null, detail: expect.stringContaining('invalid repetition size') }],
      ["') or 1=1 --", { measured: null, detail: expect.stringContaining('The pattern cannot be used') }],
    ] as const) {
      const rule = `        logicalTypeOptions: { pattern: ${JSON.stringify(pattern)} }\n`
      expect((await put(contract(rule))).status).toBeLessThan(300)
      const { json } = await call('POST', '/products/hostile/check', { body: '{"port":"port"}' })
      expect(json.checks.at(-1)).toMatchObject({ rule: 'typeOptions', ok: false, ...expected })
    }
  })

  it('leaves what is stored as it was', async () => {
    const { snapshots } = await ingestion.getAsset(a.scope, asset).then(async ({ id }) => ({
      snapshots: (await ingestion.listSnapshots(a.scope, id, { limit: 10 })).items,
    }))
    expect(snapshots).toMatchObject([{ rows: 2_000 }])
    expect((await call('GET', '/products/hostile')).status).toBe(200)
  })
})

describe('an invitation', () => {
  it("for another organisation's member makes a second one and touches nothing there", async () => {
    const email = 'member@b.example'
    const before = await tenancy.findMember(b.scope, b.member.principal.id)
    const invited = await call('POST', '/members', { body: JSON.stringify({ email, role: 'owner' }) })
    expect(invited.status).toBe(201)
    expect(invited.text).not.toContain(b.org.slug)
    const { code } = invited.json.invitation
    const body = JSON.stringify({ name: 'Taken over', password: 'a password of theirs' })
    const accepted = await call('POST', `/invitations/${code}/accept`, { body, token: '' })
    expect([accepted.status, accepted.json.org]).toEqual([201, a.org.slug])
    expect(await tenancy.findMember(b.scope, b.member.principal.id)).toEqual(before)
    const there = { email, org: b.org.slug }
    await expect(tenancy.signIn({ ...there, password: fixturePassword })).resolves.toBeTruthy()
    await expect(tenancy.signIn({ ...there, password: 'a password of theirs' })).rejects.toThrow(/is wrong/)
  })

  it('accepted ten times at once is accepted once', async () => {
    const invited = await call('POST', '/members', { body: '{"email":"ten@a.example","role":"member"}' })
    const accept = (n: number) => {
      const body = JSON.stringify({ name: `Number ${n}`, password: `the password of ${n}` })
      return call('POST', `/invitations/${invited.json.invitation.code}/accept`, { body, token: '' })
    }
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => accept(n)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => ![201, 404, 429].includes(status))).toEqual([])
    const winner = statuses.indexOf(201)
    const members = (await call('GET', '/members')).json.items as { name: string }[]
    expect(members.filter(({ name }) => name.startsWith('Number')).map(({ name }) => name)).toEqual([
      `Number ${winner}`,
    ])
  })
})

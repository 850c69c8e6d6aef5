import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StrikesTenant, strikesTenant } from '@/prisma/seed/strikes-tenant'
import { handleRest } from '@/server/api/rest'
import { closeDatabase } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { ShownExpectation } from './schema'

// What is expected of a product as one YAML document: read, written, and made to hurt.

let { a, rest } = {} as StrikesTenant
let token = ''
vi.setConfig({ testTimeout: 120_000 })
const route = '/products/strikes/expectations'

async function put(body: string, more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/yaml', ...more }
  const answer = await handleRest(new Request(`http://127.0.0.1:3000/api/v1${route}`, { method: 'PUT', headers, body }))
  const text = await answer.text()
  expect(text.length).toBeLessThan(100_000)
  return { status: answer.status, body: JSON.parse(text) }
}
async function get(own = token) {
  const headers = { authorization: `Bearer ${own}` }
  const answer = await handleRest(new Request(`http://127.0.0.1:3000/api/v1${route}?format=yaml`, { headers }))
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    etag: answer.headers.get('etag') ?? '',
    text: await answer.text(),
  }
}
const ids = async () =>
  (await rest('publisher', 'GET', route)).body.items
    .filter(({ source }: ShownExpectation) => source === 'added')
    .map(({ id }: ShownExpectation) => id)

beforeAll(async () => {
  ;({ a, rest } = await strikesTenant('document-files'))
  token = (await tenancy.createToken(a.publisher, { name: 'document' })).token
}, 120_000)
afterAll(closeDatabase)

const document = `# Rows keep coming, and from where they came.
items:
  - kind: volume
    title: Strikes keep coming
    port: all
    band: { low: 1 }
    severity: error
    schedule: 0 6 * * *
  - kind: drift
    port: all
    column: airport
    statistic: chi_square
    owner: member@a.example
    live: false
  - { kind: service_level, within: P2D }
`
const bomb = Array.from(
  { length: 30 },
  (_, n) =>
    `a${n}: &a${n} [${Array(9)
      .fill(n === 0 ? 'x' : `*a${n - 1}`)
      .join(',')}]`,
).join('\n')

describe('the document', () => {
  it('is written, read as it may be written again, and then changes nothing', async () => {
    expect((await put(document)).status).toBe(200)
    const first = await ids()
    expect(first).toHaveLength(3)
    const read = await get()
    expect([read.status, read.type]).toEqual([200, 'application/yaml'])
    expect(read.text).toBe(`items:
  - kind: volume
    port: all
    title: Strikes keep coming
    severity: error
    band:
      low: 1
    schedule: 0 6 * * *
  - kind: drift
    port: all
    column: airport
    severity: warning
    live: false
    statistic: chi_square
    reference: previous
    owner: member@a.example
  - kind: service_level
    severity: warning
    within: P2D
`)
    expect((await put(read.text, { 'if-match': read.etag })).status).toBe(200)
    expect(await ids()).toEqual(first)
    expect((await get()).etag).toBe(read.etag)
    // What it is held against is no part of what it is.
    expect((await put(read.text.replace('low: 1', 'low: 2'))).status).toBe(200)
    expect(await ids()).toEqual(first)
    expect((await put(read.text, { 'if-match': read.etag })).status).toBe(409)
  })

  it('is for those who may edit the product', async () => {
    const member = (await tenancy.createToken(a.member, { name: 'document' })).token
    expect((await get(member)).status).toBe(403)
    expect((await rest('member', 'GET', `${route}/document`)).status).toBe(403)
    expect((await rest('other', 'GET', `${route}/document`)).status).toBe(404)
    expect((await rest('publisher', 'GET', `${route}/document`)).body).toMatchObject({
      yaml: expect.stringContaining('Strikes keep coming'),
    })
  })

  const volume = (more: string) => `items:\n  - { kind: volume, port: all, ${more} }\n`
  it.each<[what: string, text: () => string, path: string, words: RegExp]>([
    ['is a bomb of aliases', () => bomb, '', /fewer aliases/],
    ['holds itself', () => 'items: &x [*x]\n', 'items.0', /refers to itself/],
    ['has 5 MB', () => `${document}# ${'x'.repeat(5 * 2 ** 20)}`, '', /larger than 1 MB/],
    ['is of brackets alone', () => '['.repeat(500_000), '', /nested deeper/],
    ['is not YAML', () => 'items: [', '', /line 1/],
    ['is empty', () => '', '', /is empty/],
    ['is a word', () => 'items', '', /must be a map/],
    ['is two documents', () => `${document}---\n${document}`, '', /more than one document/],
    ['has no list', () => 'items: { kind: volume }\n', 'items', /must be a list/],
    ['names a key twice', () => volume('port: x'), 'items.0.port', /there twice/],
    ['pollutes', () => volume('__proto__: { polluted: true }'), 'items.0.__proto__', /not allowed/],
    [
      'has a field that nobody knows',
      () => volume('bands: { low: 1 }'),
      'items.0.bands',
      /not a field of this document/,
    ],
    ['has a word for a number', () => volume('band: { low: many }'), 'items.0.band.low', /must be a number/],
    ['has a number that is none', () => volume('band: { low: .nan }'), 'items.0.band.low', /finite number/],
    ['has a word for yes', () => volume('live: perhaps'), 'items.0.live', /true or false/],
    ['is of no kind', () => 'items: [{ port: all }]\n', 'items.0.kind', /must be volume, freshness/],
    ['is of another kind', () => 'items: [{ kind: mood }]\n', 'items.0.kind', /must be volume, freshness/],
    ['has a band upside down', () => volume('band: { low: 9, high: 5 }'), 'items.0.band.low', /above the high end/],
    ['names a port that is not there', () => 'items: [{ kind: volume, port: none }]\n', 'items.0.port', /none/],
    ['comes every second', () => volume('schedule: "* * * * * *"'), 'items.0.schedule', /five fields/],
    ['has 501 items', () => `items: [${Array(501).fill('{ kind: volume, port: all }').join(', ')}]\n`, 'items', /500/],
  ])('that %s is refused at its place', async (_, text, path, words) => {
    const before = await ids()
    const answer = await put(text())
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid'])
    expect(answer.body.error.details).toContainEqual({ path, message: expect.stringMatching(words) })
    expect(await ids()).toEqual(before)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('is refused beside items', async () => {
    const answer = await rest('publisher', 'PUT', route, { items: [], yaml: document })
    expect(answer.body.error.details).toEqual([
      { path: 'items', message: 'is given beside a document; send one of both' },
    ])
  })
})

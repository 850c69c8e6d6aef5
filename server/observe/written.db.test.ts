import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type StrikesTenant, strikes, strikesTenant } from '@/prisma/seed/strikes-tenant'
import { closeDatabase } from '@/server/platform/db'
import * as product from '@/server/product'
import * as observe from './index'
import type { ShownExpectation } from './schema'

// What is expected of a product may stand in its own ODPS document: it is kept when that is published, and nowhere else.

let { a, rest } = {} as StrikesTenant
vi.setConfig({ testTimeout: 120_000 })
const route = '/products/strikes'

beforeAll(async () => {
  ;({ a, rest } = await strikesTenant('written-files'))
}, 120_000)
afterAll(closeDatabase)
const measure = async () => {
  const { id = '' } = (await product.resource(a.scope, 'strikes')) ?? {}
  await observe.measureNow(a.scope, id)
}

/** The product's documents, of a version and with a list of expectations as YAML. */
const documents = (version: string, expectations: string | null) =>
  strikes
    .replace('version: 1.0.0\ndomain', `version: ${version}\ndomain`)
    .replace(
      'outputPorts:',
      expectations === null
        ? 'outputPorts:'
        : `customProperties:\n  - { property: team, value: birds }\n  - property: expectations\n    value: ${expectations}\noutputPorts:`,
    )
const save = (version: string, expectations: string | null, who = 'publisher') =>
  rest(who, 'PUT', route, { yaml: documents(version, expectations) })
const publish = (who = 'publisher') => rest(who, 'POST', `${route}/publish`, {})
async function added() {
  const { items, document } = (await rest('publisher', 'GET', `${route}/expectations`)).body
  const own = items.filter(({ source }: ShownExpectation) => source === 'added')
  return { document, items: own, titles: own.map(({ title }: ShownExpectation) => title).sort() }
}

const rows = '{ kind: volume, port: all, title: Strikes keep coming, band: { low: 4 }, severity: error }'
const counted =
  '{ kind: metric, title: Airports, sql: "select count(distinct airport) from strikes.\\"all\\"", band: { low: 1 } }'

describe('expectations in the document', () => {
  it('are planned, kept when it is published, measured, and then changed in the document alone', async () => {
    await rest('publisher', 'PUT', `${route}/expectations`, { items: [{ kind: 'service_level', within: 'P2D' }] })
    expect(await added()).toMatchObject({ document: null, titles: [expect.stringMatching(/P2D|2 days/)] })

    expect((await save('1.0.1', `[${rows}, ${counted}]`)).status).toBe(200)
    expect((await added()).items).toHaveLength(1)
    const plan = (await rest('publisher', 'GET', `${route}/plan`)).body
    expect(plan.problems).toEqual([])
    expect(plan.changes).toEqual([
      expect.objectContaining({ path: 'product.customProperties.1.value', kind: 'added', level: 'patch' }),
      expect.objectContaining({ text: expect.stringContaining('count(distinct airport)') }),
    ])
    expect((await publish()).status).toBe(200)
    expect(await added()).toMatchObject({ document: '1.0.1', titles: ['Airports', 'Strikes keep coming'] })

    await measure()
    const [metric, volume] = (await added()).items.toSorted((one: ShownExpectation, other: ShownExpectation) =>
      one.title < other.title ? -1 : 1,
    )
    expect(metric.last).toMatchObject({ state: 'kept', value: 1 })
    expect(volume.last).toMatchObject({ state: 'broken', value: 3 })

    const refused = await rest('publisher', 'PUT', `${route}/expectations`, { items: [] })
    expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining('version 1.0.1')])
    expect((await added()).titles).toEqual(['Airports', 'Strikes keep coming'])
  })

  it('are no part of the plan of a first version that says nothing of them', async () => {
    const yaml = strikes.replaceAll(/\b(id|contractId): strikes/g, '$1: more-strikes')
    expect((await rest('publisher', 'PUT', '/products/more-strikes', { yaml })).status).toBe(201)
    const plan = await rest('publisher', 'GET', '/products/more-strikes/plan')
    expect([plan.status, plan.body.changes, plan.body.problems]).toEqual([200, [], []])
  })

  it('stay what they are in a version that says the same, with what was measured of them', async () => {
    const before = await added()
    await save('1.0.2', `[${rows}, ${counted}]`)
    expect((await rest('publisher', 'GET', `${route}/plan`)).body.changes).toEqual([])
    expect((await publish()).status).toBe(200)
    const after = await added()
    expect(after.document).toBe('1.0.2')
    expect(after.items.map(({ id, last }: ShownExpectation) => [id, last])).toEqual(
      before.items.map(({ id, last }: ShownExpectation) => [id, last]),
    )
  })

  it('go with what another version leaves out, and are free again where it says nothing', async () => {
    await save('1.0.3', `[${rows}]`)
    await publish()
    expect(await added()).toMatchObject({ document: '1.0.3', titles: ['Strikes keep coming'] })
    await save('1.0.4', null)
    expect((await rest('publisher', 'GET', `${route}/plan`)).body.changes).toEqual([
      expect.objectContaining({ kind: 'removed', text: expect.stringContaining('no more') }),
    ])
    await publish()
    expect(await added()).toMatchObject({ document: null, titles: ['Strikes keep coming'] })
    expect((await rest('publisher', 'PUT', `${route}/expectations`, { items: [] })).status).toBe(200)
    expect((await added()).titles).toEqual([])
  })

  it.each<[what: string, value: string, path: string, words: RegExp]>([
    ['no list', 'many', '', /must be a list/],
    ['a kind that nobody knows', '[{ kind: mood }]', '.0.kind', /must be volume/],
    ['a field that nobody knows', '[{ kind: volume, port: all, bands: 1 }]', '.0.bands', /not a field/],
    ['a band upside down', '[{ kind: volume, port: all, band: { low: 9, high: 5 } }]', '.0.band.low', /above the high/],
    ['an id', '[{ kind: volume, port: all, id: x }]', '.0.id', /left out/],
    ['what the contract says', '[{ kind: schema, source: contract }]', '.0.source', /left out/],
    ['SQL that is none', '[{ kind: metric, sql: selectt 1 }]', '.0.sql', /syntax/i],
    ['SQL that reads files', `[{ kind: metric, sql: "select * from read_csv('/etc/passwd')" }]`, '.0.sql', /read_csv/],
  ])('that are %s are refused at their place when they are saved, and nothing is', async (_, value, path, words) => {
    const answer = await save('1.1.0', value)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid'])
    expect(answer.body.error.details).toContainEqual({
      path: `product.customProperties.1.value${path}`,
      message: expect.stringMatching(words),
    })
    expect((await rest('publisher', 'GET', `${route}?version=draft`)).status).toBe(404)
  })

  it('that are listed twice are refused', async () => {
    const answer = await save('1.1.0', `[]\n  - { property: expectations, value: [] }`)
    expect([answer.status, answer.body.error.details]).toEqual([
      400,
      [{ path: 'product.customProperties.2', message: expect.stringContaining('twice') }],
    ])
  })

  it('that name what the version does not have keep it from being published', async () => {
    for (const [value, path] of [
      ['[{ kind: drift, port: all, column: weather }]', '0.column'],
      ['[{ kind: volume, port: none }]', '0.port'],
      ['[{ kind: volume, port: all, schedule: "* * * * * *" }]', '0.schedule'],
      ['[{ kind: volume, port: all, owner: nobody@a.example }]', '0.owner'],
    ] as const) {
      expect((await save('1.1.0', value)).status).toBe(200)
      const answer = await publish()
      expect([answer.status, answer.body.error.details?.[0]?.path]).toEqual([
        400,
        `product.customProperties.1.value.${path}`,
      ])
      expect((await rest('publisher', 'GET', route)).body.version).toBe('1.0.4')
      expect(await added()).toMatchObject({ document: null, titles: [] })
    }
  })

  it('read no more than whoever published them may: what they may not stays unknown, with why', async () => {
    const elsewhere = '{ kind: metric, title: Elsewhere, sql: select count(*) from secrets.rows, band: { low: 1 } }'
    expect((await save('1.1.0', `[${elsewhere}]`)).status).toBe(200)
    expect((await publish('owner')).status).toBe(200)
    await measure()
    const [one] = (await added()).items
    const { items } = (await rest('publisher', 'GET', `/measurements?expectation=${one.id}`)).body
    expect(items).toMatchObject([{ state: 'unknown', value: null, detail: expect.stringMatching(/secrets/) }])
  })
})

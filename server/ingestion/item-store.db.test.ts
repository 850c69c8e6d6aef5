import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { asRole, closeDatabase } from '@/server/platform/db'
import type { NewItem } from './item-store'
import { listHashes, listItems, matchItems, putItems, removeItems } from './item-store'
import * as store from './store'

let a: Tenant
let b: Tenant
let assets: string[]

const at = new Date('2001-01-01')
const item = (key: string, more: Partial<NewItem> = {}): NewItem => ({
  key,
  thread: key,
  link: key,
  title: `About ${key}`,
  authors: [],
  createdAt: null,
  changedAt: null,
  body: `A goshawk, says ${key}.`,
  hash: key,
  readers: [],
  ownList: false,
  ...more,
})
const found = async (q: string, reach: Partial<Parameters<typeof matchItems>[2]>, tenant = a) => {
  const matches = await matchItems(tenant.scope, q, { declared: [], listed: [], names: [], ...reach }, 100)
  const items = await listItems(
    tenant.scope,
    matches.map(({ id }) => id),
  )
  return items.map(({ key }) => key).sort()
}

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  const config = { path: '*.md' }
  const made = { kind: 'files', name: 'notes', domainId: a.domain.id, config, createdBy: 'x' }
  const connection = await store.insertConnection(a.scope, made)
  const keys = { primary: [], unique: [], foreign: [] }
  const shown = ['one', 'two'].map((ref) => ({ ref, kind: 'items' as const, name: ref, columns: [], keys }))
  await store.putAssets(a.scope, connection, shown, at)
  assets = (await store.listAssets(a.scope, connection, { limit: 10 })).items.map(({ id }) => id)
  await putItems(a.scope, assets[0]!, [item('plain'), item('mine', { ownList: true, readers: ['person:ann@x'] })], at)
  await putItems(a.scope, assets[1]!, [item('heron'), item('closed', { ownList: true })], at)
})
afterAll(closeDatabase)

describe('items', () => {
  it.each<[string, () => Parameters<typeof found>[1], string[]]>([
    ['nobody named', () => ({}), []],
    ['a name alone', () => ({ names: ['person:ann@x', 'everyone'] }), []],
    ['an asset whose connection names one', () => ({ declared: assets, listed: assets }), ['heron', 'plain']],
    ['an item whose own list does', () => ({ listed: assets, names: ['person:ann@x'] }), ['mine']],
    ['an item’s own list, of an asset out of reach', () => ({ listed: [assets[1]!], names: ['person:ann@x'] }), []],
    ['both', () => ({ declared: [assets[0]!], listed: assets, names: ['person:ann@x'] }), ['mine', 'plain']],
  ])('are found for %s', async (_, reach, keys) => {
    expect(await found('goshawk', reach())).toEqual(keys)
  })

  it.each([
    ['where does the plain owl sleep', ['plain']],
    ['goshawk heron plain', ['heron', 'plain']],
    ['heron -goshawk', []],
    ['a the of', []],
    ['"heron plain"', []],
  ])('are found by some of the words of %j where none has all', async (q, keys) => {
    expect(await found(q, { declared: assets, listed: assets })).toEqual(keys)
  })

  it('keep their ids when they change, and are found by their new words alone', async () => {
    const reach = { declared: assets, listed: assets }
    const [match] = await matchItems(a.scope, '"says heron"', { ...reach, names: [] }, 10)
    await putItems(a.scope, assets[1]!, [item('heron', { body: 'An owl.', hash: 'new' })], at)
    expect(await found('"says heron"', reach)).toEqual([])
    expect(await listItems(a.scope, [match!.id])).toMatchObject([
      { key: 'heron', body: 'An owl.', title: 'About heron' },
    ])
    expect(await listHashes(a.scope, assets[1]!)).toEqual(
      new Map([
        ['heron', 'new'],
        ['closed', 'closed'],
      ]),
    )
    expect(await removeItems(a.scope, assets[1]!, ['closed'])).toBe(1)
    expect(await found('owl', reach)).toEqual([])
  })

  it('of another organisation are nobody’s, even by the search role', async () => {
    const reach = { declared: assets, listed: assets, names: ['everyone', 'person:ann@x'] }
    expect(await found('goshawk', reach, b)).toEqual([])
    const ids = (await matchItems(a.scope, 'goshawk', reach, 10)).map(({ id }) => id)
    expect(await listItems(b.scope, ids)).toEqual([])
    expect(await removeItems(b.scope, assets[0]!, [])).toBe(0)
    const unset = await asRole('app', async (client) => {
      const { rows } = await client.query(`select * from item_match('goshawk', $1, $1, $2, 10)`, [assets, ['everyone']])
      return rows
    })
    expect(unset).toEqual([])
  })

  it('are walled off without losing the text index', async () => {
    const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
    await owner.connect()
    const { rows } = await owner
      .query(`begin; alter table item drop constraint item_pkey; drop index item_org_id_asset_id_key_key,
          item_org_id_asset_id_thread_idx; set local enable_seqscan = off; set local role stoa_search;
        explain select id from item where org_id = (select app_org()) and search @@ 'goshawk'`)
      .then((results) => (results as unknown as pg.QueryResult[]).at(-1) ?? { rows: [] })
      .finally(() => owner.end())
    expect(JSON.stringify(rows)).toMatch(/Bitmap Index Scan on item_search.*Index Cond: .*search @@/)
  })
})

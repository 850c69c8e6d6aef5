import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asRole, closeDatabase, mintScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { type Entry, indexEntry, mintVisibility, search, suggest } from './index'

const ours = mintScope(newId('organisation'))
const theirs = mintScope(newId('organisation'))
const all = mintVisibility({ all: true, published: true, domains: [] })
const member = mintVisibility({ all: false, published: true, domains: [] })
const safety = { id: 'dom_safety', slug: 'safety', name: 'Safety' }
const operations = { id: 'dom_operations', slug: 'operations', name: 'Operations' }

const made = (title: string, more: Partial<Entry> = {}): Entry => ({
  id: newId('product'),
  type: 'data',
  slug: title.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
  title,
  purpose: `What ${title} is for.`,
  description: '',
  domain: safety,
  owner: 'Ada Owner',
  tags: [],
  status: 'published',
  version: '1.0.0',
  columns: [],
  context: '',
  promise: null,
  changedAt: new Date(2001, 3, 1).toISOString(),
  ...more,
})
const column = (name: string, classification = 'internal') => ({ port: 'rows', object: 'rows', name, classification })
const put = async (scope: typeof ours, entries: Entry[]) => {
  for (const one of entries) await indexEntry(scope, one.id, async () => one)
}
const slugs = async (q: string, visibility = all) =>
  (await search(ours, visibility, { q })).items.map(({ slug }) => slug)

beforeAll(async () => {
  await put(ours, [
    made('Bird strikes', { tags: ['wildlife', 'airports'], columns: [column('airport_name'), column('cost_repairs')] }),
    made('Flight delays', {
      domain: operations,
      tags: ['airports'],
      columns: [column('dep_delay'), column('pilot', 'restricted')],
    }),
    made('Flights sample', {
      domain: operations,
      status: 'retired',
      description: 'Replaced by flight delays in March.',
    }),
    made('Zürich airports', { domain: operations, status: 'draft', tags: ['secret-plan'] }),
  ])
  await put(theirs, [made('Bird strikes of others', { tags: ['wildlife'] })])
})
afterAll(closeDatabase)

describe('search', () => {
  it.each([
    ['bird strikes', ['bird-strikes']],
    ['brid strikes', ['bird-strikes']],
    ['brid strikes per airport', ['bird-strikes']],
    ['bir', ['bird-strikes']],
    ['strike', ['bird-strikes']],
    ['wildlife', ['bird-strikes']],
    ['depdelay', []],
    ['dep_delay', ['flight-delays']],
    ['fligth delasy', ['flight-delays', 'flights-sample']],
    ['flight', ['flight-delays', 'flights-sample']],
    ['zurich', ['z-rich-airports']],
    ['ada', ['bird-strikes', 'flight-delays', 'flights-sample', 'z-rich-airports']],
    ["' | ! & :* <->", []],
    ['nothing of that name', []],
  ])('%j finds %j', async (q, expected) => {
    expect((await slugs(q)).sort()).toEqual([...expected].sort())
  })

  it('puts the exact title first', async () => {
    expect((await slugs('flight delays'))[0]).toBe('flight-delays')
  })

  it('shows the columns that matched under their product, with ranges to mark', async () => {
    const { items } = await search(ours, all, { q: 'cost' })
    expect(items[0]?.columns).toEqual([{ port: 'rows', object: 'rows', name: 'cost_repairs', marks: [[0, 4]] }])
    expect(items[0]?.classification).toBe('internal')
  })

  it('counts a facet under all choices but its own', async () => {
    const { facets, total } = await search(ours, all, { domain: 'operations', status: 'published' })
    expect(total).toBe(1)
    expect(facets.domain).toEqual({ operations: 1, safety: 1 })
    expect(facets.status).toEqual({ published: 1, retired: 1, draft: 1 })
    expect(facets.classification).toEqual({ internal: 1, restricted: 1 })
    expect((await search(ours, all, { domain: 'operations,safety' })).total).toBe(4)
  })

  it('pages without skipping or repeating, in every order', async () => {
    for (const sort of ['relevance', 'title', 'changed'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await search(ours, all, { q: 'ada', sort, limit: 1, cursor })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
        expect(page.total).toBe(4)
      } while (cursor)
      expect(new Set(seen).size).toBe(4)
      expect(seen).toHaveLength(4)
    }
  })

  it('suggests products, their owners, tags, ports and columns', async () => {
    const kinds = async (q: string) =>
      (await suggest(ours, all, { q, limit: 20 })).map(({ type, text, slug }) => [type, text, slug])
    expect(await kinds('ada')).toEqual([['person', 'Ada Owner', undefined]])
    expect(await kinds('rows')).toEqual([
      ['port', 'rows', 'bird-strikes'],
      ['port', 'rows', 'flight-delays'],
    ])
    expect(await kinds('flight')).toContainEqual(['product', 'Flight delays', 'flight-delays'])
    expect(await kinds('airport')).toContainEqual(['tag', 'airports', undefined])
    expect(await kinds('airport')).toContainEqual(['column', 'airport_name', 'bird-strikes'])
  })

  it('refuses a cursor of another search, a forged one, and a strange filter', async () => {
    const { nextCursor } = await search(ours, all, { q: 'ada', limit: 1 })
    const cursor = nextCursor ?? ''
    await expect(search(ours, all, { q: 'bird', cursor })).rejects.toMatchObject({ code: 'invalid' })
    await expect(search(ours, all, { q: 'ada', cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(search(ours, all, { status: 'gone' })).rejects.toMatchObject({ details: [{ path: 'status' }] })
    expect((await search(ours, all, { tag: "'; drop table catalog_entry; --" })).total).toBe(0)
  })

  it('writes an entry again without doubling it, and forgets one', async () => {
    const one = made('Passing thing')
    await put(ours, [one, { ...one, title: 'Passing by' }])
    expect(await slugs('passing')).toEqual(['passing-thing'])
    await indexEntry(ours, one.id, async () => null)
    expect(await slugs('passing')).toEqual([])
  })

  it('never lands an older state on a newer one', async () => {
    const one = made('Overtaken thing', { status: 'draft' })
    let status: Entry['status'] = 'draft'
    const slow = indexEntry(ours, one.id, async () => {
      const seen = { ...one, status }
      await sleep(300)
      return seen
    })
    await sleep(100)
    status = 'published'
    await Promise.all([slow, indexEntry(ours, one.id, async () => ({ ...one, status }))])
    expect(await slugs('overtaken', member)).toEqual(['overtaken-thing'])
    await indexEntry(ours, one.id, async () => null)
  })
})

describe('what is hidden', () => {
  it('of a draft, a member finds, counts and is suggested nothing', async () => {
    expect(await slugs('zurich', member)).toEqual([])
    const { facets, total } = await search(ours, member, {})
    expect(total).toBe(3)
    expect(facets.tag).not.toHaveProperty('secret-plan')
    expect(facets.status).not.toHaveProperty('draft')
    expect(await suggest(ours, member, { q: 'secr', limit: 8 })).toEqual([])
    expect(await suggest(ours, all, { q: 'secr', limit: 8 })).toEqual([{ text: 'secret-plan', type: 'tag' }])
  })

  it('of another organisation, nobody finds anything, even by the search role', async () => {
    const { total, facets } = await search(ours, all, { q: 'wildlife' })
    expect([total, facets.tag]).toEqual([1, { wildlife: 1, airports: 1 }])
    expect((await search(theirs, all, {})).total).toBe(1)
    const unset = await asRole('app', async (client) => {
      const { rows } =
        await client.query(`select * from catalog_match('bird', '{}', 0, 'bird', '', false, true, true, '{}',
        '{}', '{}', '{}', '{}', '{}', 0, 'changed', null, null, null)`)
      return rows
    })
    expect(unset).toEqual([])
  })

  it('is walled off without losing the text index', async () => {
    const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
    await owner.connect()
    const { rows } = await owner
      .query(`begin; alter table catalog_entry drop constraint catalog_entry_pkey; drop index catalog_entry_org_id_title_key_id_idx,
          catalog_entry_org_id_changed_at_id_idx, catalog_entry_title_beginning; set local enable_seqscan = off; set local role stoa_search;
        explain select id from catalog_entry where org_id = (select app_org()) and search @@ 'bird'`)
      .then((results) => (results as unknown as pg.QueryResult[]).at(-1) ?? { rows: [] })
      .finally(() => owner.end())
    expect(JSON.stringify(rows)).toMatch(/Bitmap Index Scan on catalog_entry_search.*Index Cond: .*search @@/)
  })
})

it('list, total, facets and suggestions agree for every visibility', async () => {
  const scope = mintScope(newId('organisation'))
  const domains = ['red', 'green', 'blue'].map((slug) => ({ id: `dom_${slug}`, slug, name: slug }))
  const entries = Array.from({ length: 60 }, (_, at) =>
    made(`Word${at % 7} thing ${at}`, {
      domain: domains[at % 3],
      status: (['draft', 'published', 'deprecated', 'retired'] as const)[(at * 7) % 4],
      tags: [`tag${at % 5}`, `tag${at % 4}`],
      columns: [column(`field_${at % 6}`, ['public', 'restricted'][at % 2])],
    }),
  )
  await put(scope, entries)
  const sights = fc.record({
    all: fc.boolean(),
    published: fc.boolean(),
    domains: fc.subarray(domains.map(({ id }) => id)),
  })
  const asks = fc.record({
    q: fc.constantFrom('', 'thing', 'word3', 'wrod3 thing', 'field_2', 'tag1', 'thin'),
    status: fc.constantFrom(undefined, 'draft', 'published,retired'),
    tag: fc.constantFrom(undefined, 'tag1', 'tag0,tag3'),
  })
  await fc.assert(
    fc.asyncProperty(sights, asks, async (sight, ask) => {
      const seen = (one: Entry) =>
        sight.all || (sight.published && one.status !== 'draft') || sight.domains.includes(one.domain.id)
      const alone = mintScope(newId('organisation'))
      const visible = entries.filter(seen)
      const { items, total, facets } = await search(scope, mintVisibility(sight), { ...ask, limit: 200 })
      expect(items).toHaveLength(total)
      expect(items.every(({ id }) => visible.some((one) => one.id === id))).toBe(true)
      const count = (values: string[]) =>
        values.reduce<Record<string, number>>(
          (sum, value) => Object.assign(sum, { [value]: (sum[value] ?? 0) + 1 }),
          {},
        )
      expect(facets.domain).toEqual(count(items.map(({ domain }) => domain)))
      expect(facets.type).toEqual(count(items.map(({ type }) => type)))
      const suggested = await suggest(scope, mintVisibility(sight), { q: ask.q, limit: 20 })
      for (const { slug } of suggested) if (slug) expect(visible.some((one) => one.slug === slug)).toBe(true)
      expect((await search(alone, mintVisibility(sight), ask)).total).toBe(0)
    }),
    { numRuns: 40 },
  )
})

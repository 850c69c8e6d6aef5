import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judged, judgedEntries } from '@/prisma/seed/judged-catalog'
import { inStep, searchEngines } from '@/scripts/test/search-engine'
import { type Entry, indexEntry, mintVisibility, search, suggest } from '@/server/catalog'
import { closeDatabase, mintScope, type OrgScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'

const all = mintVisibility({ all: true, published: true, domains: [] })
const member = mintVisibility({ all: false, published: true, domains: [] })

const put = async (scope: OrgScope, entries: readonly Entry[]) => {
  for (const one of entries) await indexEntry(scope, one.id, async () => one)
  await inStep(scope)
}

const engines = await searchEngines()
afterAll(async () => {
  for (const engine of engines) await engine.stop()
  await closeDatabase()
})

describe.each(engines)('$name', (engine) => {
  const scope = mintScope(newId('organisation'))
  const slugs = async (q: string, visibility = all) =>
    (await search(scope, visibility, { q })).items.map(({ slug }) => slug)

  beforeAll(async () => {
    if (engine.absent) return
    engine.use()
    await put(scope, judgedEntries)
  })

  describe.skipIf(engine.absent)('finds', () => {
    test('with the engine of the settings', async () => {
      const { engine: answered, notice } = await search(scope, all, { q: 'flights' })
      expect([answered, notice]).toEqual([engine.name, null])
    })

    test.each(judged)('%s: %s', async (_, q, expected) => {
      const found = await slugs(q)
      const flat = expected.flat()
      let at = 0
      for (const place of expected) {
        const size = [place].flat().length
        expect(found.slice(at, at + size).sort(), `of ${found.slice(0, 10).join(', ')}`).toEqual([place].flat().sort())
        at += size
      }
      expect(new Set(found.slice(0, 10)).size).toBe(Math.min(10, found.length))
      expect(found.length).toBeGreaterThanOrEqual(flat.length)
    })

    test.each([
      'qwertzuiop',
      "' | ! & :* <->",
      '"quoted" -flights',
      `org = "none" OR published = true`,
      '%%%',
      'x'.repeat(10_000),
    ])('nothing, or no more than is there, for %j', async (q) => {
      const { items, total } = await search(scope, all, { q: q.slice(0, 10_000) })
      expect(items.length).toBeLessThanOrEqual(total)
    })

    test('ten thousand characters of words', async () => {
      const { items } = await search(scope, all, { q: 'bird strikes '.repeat(700).slice(0, 10_000) })
      expect(items[0]?.slug).toBe('bird-strikes')
    })

    test.each([
      ['tag', 'crm" OR org EXISTS OR tag = "x'],
      ['tag', "x') or true --"],
      ['domain', 'sales" OR published = true'],
      ['domain', 'SALES'],
      ['tag', 'Wildlife'],
    ])('no more by %s=%s', async (name, value) => {
      expect((await search(scope, all, { [name]: value })).total).toBe(0)
    })

    test('what was chosen, and counts each facet under every choice but its own', async () => {
      const { items, facets, total } = await search(scope, all, {
        q: 'flights',
        domain: 'operations',
        status: 'published',
      })
      expect(items.every(({ domain, status }) => domain === 'operations' && status === 'published')).toBe(true)
      expect(total).toBe(items.length)
      const wide = await search(scope, all, { q: 'flights', domain: 'operations', limit: 200 })
      const count = (of: string[]) =>
        of.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {})
      expect(facets.status).toEqual(count(wide.items.map(({ status }) => status)))
      expect(facets.tag).toEqual(count(items.flatMap(({ tags }) => tags)))
    })

    test.each(['relevance', 'title', 'changed'] as const)(
      'page after page by %s, whatever comes or goes',
      async (sort) => {
        const q = sort === 'relevance' ? 'flights airports customers' : ''
        const whole = (await search(scope, all, { q, sort, limit: 200 })).items.map(({ id }) => id)
        const seen: string[] = []
        let cursor: string | undefined
        for (let page = 0; page < 30; page++) {
          const found = await search(scope, all, { q, sort, limit: 3, cursor })
          seen.push(...found.items.map(({ id }) => id))
          cursor = found.nextCursor ?? undefined
          if (!cursor) break
          // Something comes first from now on.
          if (page === 0)
            await put(scope, [
              {
                ...judgedEntries[4]!,
                id: 'prd_aaa',
                slug: 'aaa',
                title: 'AAA flights airports customers',
                changedAt: new Date().toISOString(),
              },
            ])
        }
        await indexEntry(scope, 'prd_aaa', async () => null)
        await inStep(scope)
        expect(seen).toEqual(whole)
      },
    )

    test('by title and by change in that order', async () => {
      const titles = (await search(scope, all, { sort: 'title', limit: 200 })).items.map(({ title }) => title)
      expect(titles.indexOf('Aircraft')).toBeLessThan(titles.indexOf('Airports'))
      const changed = (await search(scope, all, { sort: 'changed', limit: 200 })).items.map(
        ({ changedAt }) => changedAt,
      )
      expect(changed).toEqual([...changed].sort().reverse())
    })

    test('suggestions of every kind', async () => {
      const of = async (q: string) =>
        (await suggest(scope, all, { q, limit: 20 })).map(({ type, text }) => `${type} ${text}`)
      expect(await of('flight')).toContain('product Flight delays')
      expect(await of('ada')).toContain('person Ada Lovelace')
      expect(await of('wildl')).toContain('tag wildlife')
      expect(await of('iban')).toContain('column iban')
    })

    test('with the place of the match', async () => {
      const [first] = (await search(scope, all, { q: 'strikes' })).items
      expect(first?.titleMarks).toEqual([[5, 12]])
    })

    test('nothing of what is hidden', async () => {
      expect(await slugs('secret merger', member)).toEqual([])
      const { facets, total } = await search(scope, member, {})
      expect(total).toBe(judgedEntries.length - 1)
      expect(facets.tag).not.toHaveProperty('secret')
      expect(await suggest(scope, member, { q: 'secret', limit: 8 })).toEqual([])
      expect(
        await slugs('secret merger', mintVisibility({ all: false, published: false, domains: ['dom_sales'] })),
      ).toEqual(['secret-merger-plans'])
    })

    test('what is as it is now, from the moment it is', async () => {
      const one: Entry = { ...judgedEntries[0]!, id: 'prd_now', slug: 'now', title: 'Momentary thing' }
      await indexEntry(scope, one.id, async () => one)
      expect(await slugs('momentary')).toEqual(['now'])
      await inStep(scope)
      expect(await slugs('momentary')).toEqual(['now'])
      await indexEntry(scope, one.id, async () => ({ ...one, status: 'draft' }))
      expect((await search(scope, member, { q: 'momentary' })).total).toBe(0)
      await inStep(scope)
      expect((await search(scope, member, { q: 'momentary' })).total).toBe(0)
      await indexEntry(scope, one.id, async () => null)
      expect(await slugs('momentary')).toEqual([])
      await inStep(scope)
    })
  })
})

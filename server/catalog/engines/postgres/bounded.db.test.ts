import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Entry, indexEntry, mintVisibility, search, suggest, type Visibility } from '@/server/catalog'
import { closeDatabase, mintScope, type OrgScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'

// More entries match than are ranked and counted: what is told must still be true, and tell nothing of what is hidden.

const MOST = 2_000
const member = mintVisibility({ all: false, published: true, domains: [] })
const byPolicy = mintVisibility({
  all: false,
  published: true,
  domains: [],
  filter: {
    is: 'like',
    column: { column: 'slug', type: 'string' },
    pattern: [{ Literal: 'p' }, 'Wildcard'],
    negated: false,
  },
})
const [wide, rare] = ['wide', 'rare'].map((slug) => ({ id: `dom_${slug}`, slug, name: slug }))

const made = (at: number, more: Partial<Entry> = {}): Entry => ({
  id: `prd_${String(at).padStart(5, '0')}`,
  type: 'data',
  slug: `p${at}`,
  title: `Report ${at} of sales`,
  purpose: 'What was sold.',
  description: '',
  domain: wide!,
  owner: null,
  tags: [`tag-${at % 3}`],
  status: 'published',
  version: '1.0.0',
  columns: [],
  context: '',
  promise: null,
  changedAt: new Date(Date.UTC(2020, 0, 1) + at * 60_000).toISOString(),
  ...more,
})
// The oldest: what is named exactly so, and all of one domain; the newest are drafts, which a member does not see.
const visible = [
  made(0, { title: 'Sales' }),
  ...Array.from({ length: 40 }, (_, at) => made(1 + at, { domain: rare })),
  ...Array.from({ length: MOST + 200 }, (_, at) => made(100 + at)),
]
const hidden = Array.from({ length: 300 }, (_, at) => made(5_000 + at, { status: 'draft', tags: ['secret'] }))

const put = async (scope: OrgScope, of: readonly Entry[]) => {
  for (let at = 0; at < of.length; at += 8)
    await Promise.all(of.slice(at, at + 8).map((one) => indexEntry(scope, one.id, async () => one)))
}
const shared = mintScope(newId('organisation'))
const alone = mintScope(newId('organisation'))
beforeAll(async () => {
  await put(shared, [...visible, ...hidden])
  await put(alone, visible)
}, 120_000)
afterAll(closeDatabase)

/** Every page of a question, by the slugs of its hits. */
async function walk(visibility: Visibility, input: Parameters<typeof search>[2]) {
  const slugs: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof search>> = await search(shared, visibility, {
      ...input,
      limit: 200,
      ...(cursor && { cursor }),
    })
    slugs.push(...page.items.map(({ slug }) => slug))
    cursor = page.nextCursor
  } while (cursor)
  return slugs
}

describe.each([
  ['the three kinds of sight', member],
  ['a policy of its own', byPolicy],
])('by %s', (_, visibility) => {
  test.each(['sales', 'sal', 'report sales', ''])(
    'of many that match %j a part is counted, and said to be',
    async (q) => {
      const { total, estimated, facets } = await search(shared, visibility, { q })
      expect([total, estimated]).toEqual([MOST, true])
      expect(facets.tag['tag-1']).toBeGreaterThan(MOST / 4)
      expect(facets.tag).not.toHaveProperty('secret')
    },
  )

  test('what is named so comes first, however old', async () => {
    expect((await search(shared, visibility, { q: 'sales' })).items[0]?.slug).toBe('p0')
    expect((await suggest(shared, visibility, { q: 'sales', limit: 3 }))[0]).toMatchObject({ slug: 'p0' })
  })

  test.each(['sales', ''])('a choice is narrowed to all of it (%j), and the others stay to be chosen', async (q) => {
    const { items, total, facets } = await search(shared, visibility, { q, domain: 'rare', limit: 200 })
    expect([items.length, total]).toEqual(q ? [40, 40] : [40, 40])
    expect(facets.domain.rare).toBe(40)
    expect(facets.domain.wide).toBeGreaterThan(MOST / 2)
    expect(facets.tag).toEqual({ 'tag-0': 13, 'tag-1': 14, 'tag-2': 13 })
  })

  test.each(['title', 'changed'] as const)('by %s every one is paged through, in order, once', async (sort) => {
    for (const q of ['sales', '']) {
      const expected = [...visible].sort((one, other) =>
        sort === 'changed'
          ? other.changedAt.localeCompare(one.changedAt)
          : one.title.toLowerCase().localeCompare(other.title.toLowerCase(), 'en'),
      )
      const slugs = await walk(visibility, { q, sort })
      expect(new Set(slugs).size).toBe(visible.length)
      if (sort === 'changed') expect(slugs).toEqual(expected.map(({ slug }) => slug))
      else expect([slugs[0], slugs.at(-1)]).toEqual([expected[0]?.slug, expected.at(-1)?.slug])
    }
  })

  test('best first, the pages end after those that were ranked, without one twice', async () => {
    const slugs = await walk(visibility, { q: 'sales' })
    expect(slugs.length).toBeGreaterThanOrEqual(MOST)
    expect(new Set(slugs).size).toBe(slugs.length)
  })

  test('it is as if the hidden were not there', async () => {
    for (const input of [
      { q: 'sales' },
      { q: 'report' },
      {},
      { q: 'sales', domain: 'rare' },
      { q: 'sales', sort: 'title' },
    ] as const) {
      const { took: _, ...told } = await search(shared, visibility, input)
      const { took: __, ...ofAlone } = await search(alone, visibility, input)
      expect(told).toEqual(ofAlone)
    }
  })
})

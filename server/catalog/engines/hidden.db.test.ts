import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dice } from '@/prisma/seed/drawn-organisation'
import { inStep, searchEngines } from '@/scripts/test/search-engine'
import { type Entry, indexEntry, mintVisibility, search, suggest, type Visibility } from '@/server/catalog'
import { closeDatabase, mintScope, type OrgScope } from '@/server/platform/db'
import type { Formula } from '@/server/platform/filter'
import { newId } from '@/server/platform/ids'

const ENTRIES = 120
const engines = await searchEngines()
const by = dice(7)

const stems =
  'flight delay airport runway engine pilot cabin fuel ticket order payment salary wildlife weather gate crew route cargo'.split(
    ' ',
  )
/** Words that are near each other, as people and their slips make them. */
const word = () => {
  const one = by.pick(stems)
  return by.pick([
    one,
    one,
    `${one}s`,
    `${one}ed`,
    one.slice(0, -1),
    `${one.slice(0, 2)}${one}`,
    `${one}${by.below(9)}`,
  ])
}
const text = (length: number) => Array.from({ length }, word).join(' ')
const domains = ['red', 'green', 'blue', 'grey'].map((slug) => ({ id: `dom_${slug}`, slug, name: `Domain ${slug}` }))

const entries: Entry[] = Array.from({ length: ENTRIES }, (_, at) => ({
  id: `prd_${String(at).padStart(4, '0')}`,
  type: 'data',
  slug: `p${at}`,
  title: text(2),
  purpose: text(5),
  description: text(8),
  domain: by.pick(domains),
  owner: by.pick([null, 'Ada Owner', 'Bo Owner']),
  tags: by.some(['Staff', 'staff', 'secret', 'open'], by.below(3)),
  status: by.pick(['draft', 'published', 'published', 'deprecated', 'retired'] as const),
  version: '1.0.0',
  columns: [
    { port: 'rows', object: 'rows', name: `${word()}_${word()}`, classification: by.pick(['internal', 'restricted']) },
  ],
  context: text(2),
  promise: null,
  changedAt: new Date(Date.UTC(2002, 1, 1) + at * 60_000).toISOString(),
}))

const column = (name: string) => ({ is: 'column', column: { column: name, type: 'string' } }) as const
const constant = (value: string) => ({ type: 'string', value }) as const
/** A condition as policies make them, and what it means. */
function condition(): { formula: Formula; holds: (one: Entry) => boolean } {
  const tag = by.pick(['Staff', 'staff', 'secret'])
  const status = by.pick(['published', 'retired', 'draft'])
  const tags = { column: 'tags', type: 'set', of: { type: 'string' } } as const
  const kinds: { formula: Formula; holds: (one: Entry) => boolean }[] = [
    {
      formula: { is: 'any', column: tags, values: [constant(tag)], negated: false },
      holds: (one) => one.tags.includes(tag),
    },
    {
      formula: { is: 'untrue', part: { is: 'all', column: tags, values: [constant(tag)], negated: false } },
      holds: (one) => !one.tags.includes(tag),
    },
    {
      formula: {
        is: 'compare',
        operator: '<>',
        left: column('status'),
        right: { is: 'constant', constant: constant(status) },
      },
      holds: (one) => one.status !== status,
    },
    {
      formula: {
        is: 'oneOf',
        term: column('slug'),
        values: entries.slice(0, 50).map(({ slug }) => constant(slug)),
        negated: by.below(2) === 0,
      },
      holds: () => true,
    },
    { formula: { is: 'empty', column: tags, negated: true }, holds: (one) => one.tags.length > 0 },
    {
      formula: {
        is: 'like',
        column: { column: 'slug', type: 'string' },
        pattern: [{ Literal: 'p1' }, 'Wildcard'],
        negated: false,
      },
      holds: (one) => one.slug.startsWith('p1'),
    },
  ]
  const one = by.pick(kinds)
  if (one.formula.is !== 'oneOf') return one
  const { negated } = one.formula
  return { ...one, holds: ({ slug }) => entries.slice(0, 50).some((other) => other.slug === slug) !== negated }
}
function principal(): { visibility: Visibility; sees: (one: Entry) => boolean } {
  const [published, own] = [by.below(4) > 0, by.some(domains, by.below(3)).map(({ id }) => id)]
  const plainly = (one: Entry) => (published && one.status !== 'draft') || own.includes(one.domain.id)
  if (by.below(2) === 0) return { visibility: mintVisibility({ all: false, published, domains: own }), sees: plainly }
  const { formula, holds } = condition()
  const visibility = mintVisibility({ all: false, published, domains: own, filter: formula })
  return { visibility, sees: (one) => plainly(one) && holds(one) }
}
function question(): string {
  const asked = text(1 + by.below(3))
  const kinds = [
    asked,
    asked,
    asked.slice(0, -2),
    asked.replace(/(.)(.)/, '$2$1'),
    `${asked.slice(0, 3)}x${asked.slice(4)}`,
    '',
    'owner',
    'staff',
  ]
  return by.pick(kinds)
}
const everybody = [...Array.from({ length: 50 }, principal).entries()]
const everything = Array.from({ length: 1_000 }, question)
// In earnest where the engines are tried; a few, always the same, with every run: among them two who saw an order by what they do not see.
const cast = process.env.STOA_ORACLE ? everybody : everybody.filter(([n]) => n < 8 || n === 43 || n === 47)
const asked = process.env.STOA_ORACLE ? everything : ['payment pilot', ...everything.slice(0, 49)]

const put = async (scope: OrgScope, of: readonly Entry[]) => {
  for (const one of of) await indexEntry(scope, one.id, async () => one)
  await inStep(scope)
}
/** All that an answer tells; the time it took is left out. */
async function told(scope: OrgScope, visibility: Visibility, q: string) {
  const { items, total, facets, estimated, engine } = await search(scope, visibility, { q, limit: 200 })
  return { engine, items, total, facets, estimated, suggested: await suggest(scope, visibility, { q, limit: 20 }) }
}

afterAll(async () => {
  for (const engine of engines) await engine.stop()
  await closeDatabase()
})

describe.each(engines)('on $name', (engine) => {
  const shared = mintScope(newId('organisation'))
  beforeAll(async () => {
    if (engine.absent) return
    engine.use()
    await put(shared, entries)
  }, 300_000)

  test.skipIf(engine.absent).each(cast)(
    'principal %i is told just what an index of the visible alone tells',
    { timeout: 1_800_000 },
    async (_, { visibility, sees }) => {
      const alone = mintScope(newId('organisation'))
      await put(alone, entries.filter(sees))
      for (const q of asked)
        expect([q, await told(shared, visibility, q)]).toEqual([q, await told(alone, visibility, q)])
    },
  )
})

import type { MultiSearchQuery } from 'meilisearch'
import type { OrgScope } from '@/server/platform/db'
import { log } from '@/server/platform/log'
import { type FacetName, type Facets, facetNames, type Visibility } from '../../schema'
import { needed } from '../../word'
import type { Ask, Found } from '../engine'
import { decoded } from './code'
import { looked, sealOf } from './document'
import { chosen, Unsayable, visible } from './filter'
import { refusedBy, server } from './server'
import * as store from './store'

/** Why the database has to answer instead: what readers are told, and whether the index is to be looked after. */
export type Excuse = { ok: false; notice: string | null; wake: boolean }
const behind: Excuse = {
  ok: false,
  notice: 'The search index is being brought up to date; the database answers meanwhile.',
  wake: true,
}
const away: Excuse = {
  ok: false,
  notice: 'The search engine does not answer; the database answers meanwhile.',
  wake: true,
}
const unsayable: Excuse = { ok: false, notice: null, wake: false }

const REST_MS = 5_000 // how long a server that failed is left alone
const AROUND = 100 // hits read before a later page and after it, for the last one shown may have moved
let awayUntil = 0
/** The index that answered last: most likely the one that will. */
let lastIndex: string | null = null

/** Searches the index while it is in step with the database. */
export async function search(
  scope: OrgScope,
  visibility: Visibility,
  ask: Ask,
): Promise<{ ok: true; found: Found } | Excuse> {
  if (Date.now() < awayUntil) return away
  try {
    const queries = queriesOf(scope, visibility, ask)
    const asked = async (index: string) => {
      const at = await server('search')
      const { results } = await at.multiSearch({ queries: queries.map(({ query }) => ({ indexUid: index, ...query })) })
      return { index, answers: queries.map((one, n) => ({ of: one.of, ...(results[n] as unknown as Answer) })) }
    }
    // The index is asked while the database says whether it is in step: the seal tells if either changed between the two.
    const [known, early] = await Promise.all([
      store.inStep(scope),
      lastIndex === null ? null : asked(lastIndex).catch(orLost),
    ])
    if (!known) return behind
    const { answers } = early?.index === known.index ? early : await asked(known.index)
    lastIndex = known.index
    const sealed = answers.find((one) => one.of === 'seal')?.hits[0]?.seal
    if (sealed !== known.seal || answers.some((one) => one.degraded)) return behind
    return { ok: true, found: foundOf(ask, answers) }
  } catch (error) {
    if (error instanceof Unsayable) return unsayable
    // An index that is not there was lost; anything else is the server.
    if (isLost(error)) return behind
    log.warn(`search: ${(error as Error).message}`)
    awayUntil = Date.now() + REST_MS
    return away
  }
}

const isLost = (error: unknown) => refusedBy(error)?.code === 'index_not_found'
/** The index that answered last may have been replaced by the one that the database knows. */
function orLost(error: unknown): null {
  if (isLost(error)) return null
  throw error
}

type Answer = {
  hits: { id: string; seal?: string }[]
  totalHits?: number
  facetDistribution?: Record<string, Record<string, number>>
  degraded?: boolean
}
type Of = 'seal' | 'page' | 'counted' | FacetName
type Query = { of: Of; query: Omit<MultiSearchQuery, 'indexUid'> }

/** Where a page of ours begins: so many hits in, right after this one. */
const placeOf = (after: Ask['after']) => ({ skip: Number(after?.[1] ?? 0), last: String(after?.[2] ?? '') })

function queriesOf(scope: OrgScope, visibility: Visibility, ask: Ask): Query[] {
  const seen = visible(scope.orgId, visibility)
  const all = [...seen, ...chosen(ask.chosen)]
  const q = ask.terms.map(looked).join(' ')
  const must = needed(ask.terms.length)
  const loose = must < ask.terms.length
  const words = {
    q,
    matchingStrategy: loose ? ('last' as const) : ('all' as const),
    // The score of so many words held is above that of one less.
    ...(loose && { rankingScoreThreshold: (must - 1) / ask.terms.length + 1e-9 }),
    attributesToRetrieve: ['id'],
  }
  const sort = { relevance: undefined, title: ['titleKey:asc', 'id:asc'], changed: ['changed:desc', 'id:asc'] }[
    ask.sort
  ]
  const { skip } = placeOf(ask.after)
  const from = Math.max(0, skip - AROUND)
  const most = ask.limit + 1 + (skip > 0 ? AROUND : 0)
  const free = facetNames.filter((name) => ask.chosen[name].length === 0)
  const facets = ask.counted ? [...free] : undefined
  const queries: Query[] = [
    { of: 'seal', query: { filter: `pk = "${sealOf(scope.orgId)}"`, limit: 1, attributesToRetrieve: ['seal'] } },
  ]
  const hits: Query = { of: 'page', query: { ...words, sort, filter: all } }
  if (from === 0) queries.push({ ...hits, query: { ...hits.query, page: 1, hitsPerPage: skip + most, facets } })
  else {
    queries.push({ ...hits, query: { ...hits.query, offset: from, limit: skip - from + most } })
    if (ask.counted) queries.push({ of: 'counted', query: { ...words, filter: all, page: 1, hitsPerPage: 0, facets } })
  }
  // A facet counts under every choice but its own, so that a second value of it may still be chosen.
  if (ask.counted)
    for (const name of facetNames.filter((one) => ask.chosen[one].length > 0)) {
      const filter = [...seen, ...chosen(ask.chosen, name)]
      queries.push({ of: name, query: { ...words, filter, page: 1, hitsPerPage: 0, facets: [name] } })
    }
  return queries
}

function foundOf(ask: Ask, answers: (Answer & { of: Of })[]): Found {
  const { skip, last } = placeOf(ask.after)
  const hits = answers.find((one) => one.of === 'page')!.hits
  const counted = answers.find((one) => one.of === 'counted') ?? answers.find((one) => one.of === 'page')!
  const from = Math.max(0, skip - AROUND)
  // Entries that came or went since the page before have moved the rest: it goes on after the one that was shown last.
  const at = last ? hits.findIndex(({ id }) => id === last) : -1
  const begin = at >= 0 ? at + 1 : skip - from
  const page = hits.slice(begin, begin + ask.limit)
  const facets = Object.fromEntries(
    facetNames.map((name) => [
      name,
      ask.counted ? counts(answers.find((one) => one.of === name) ?? counted, name) : {},
    ]),
  ) as Facets
  const more = hits.length > begin + page.length && page.length > 0
  return {
    ids: page.map(({ id }) => id),
    facets,
    total: ask.counted ? (counted.totalHits ?? 0) : 0,
    estimated: false,
    next: more ? ['m', from + begin + page.length, page.at(-1)!.id] : null,
  }
}

const counts = ({ facetDistribution = {} }: Answer, name: FacetName): Record<string, number> =>
  Object.fromEntries(
    Object.entries(facetDistribution[name] ?? {}).flatMap(([code, n]) => {
      const value = decoded(code)
      return value === null ? [] : [[value, n]]
    }),
  )

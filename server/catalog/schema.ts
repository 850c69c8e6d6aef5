import { z } from 'zod'
import type { Formula } from '@/server/platform/filter'

/** What the catalog knows of a published thing, how it is asked, and the shape of its answers. */

export const entryTypes = ['data', 'context', 'process'] as const
export const entryStatuses = ['draft', 'published', 'deprecated', 'retired'] as const
/** From harmless to grave; a product counts under every class that one of its columns has. */
export const classifications = ['public', 'internal', 'confidential', 'restricted'] as const

declare const minted: unique symbol
/**
 * What one principal may find, as plain data that every engine turns into its own filter.
 * `all`: everything; else what is published if `published`, and drafts as well in `domains` (ids).
 */
export type Visibility = {
  readonly [minted]: true
  readonly all: boolean
  readonly published: boolean
  readonly domains: readonly string[]
  /** Where policies say more than the three: a condition over what is kept of an entry, beside them; null for none. */
  readonly filter: Formula | null
}
/** Called by `policy.visibility` and nowhere else: whoever can mint one can see everything. */
export const mintVisibility = (sight: {
  all: boolean
  published: boolean
  domains: readonly string[]
  filter?: Formula | null
}) => ({ filter: null, ...sight }) as Visibility

const promise = z.object({ state: z.enum(['kept', 'warned', 'stale', 'unknown']), text: z.string() })

export const entryColumn = z.object({
  port: z.string(),
  object: z.string(),
  name: z.string(),
  description: z.string().optional(),
  classification: z.string().optional(),
})
export type EntryColumn = z.infer<typeof entryColumn>

/** One thing to be found, as its stage describes it. Of a published product: its newest published version. */
export const entry = z.object({
  id: z.string(),
  type: z.enum(entryTypes),
  slug: z.string(),
  title: z.string(),
  /** One line: what it is for. */
  purpose: z.string(),
  description: z.string(),
  domain: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  status: z.enum(entryStatuses),
  version: z.string().nullable(),
  columns: z.array(entryColumn),
  /** Questions whose answers its makers have verified. */
  questions: z.array(z.string()).default([]),
  /** The other words of the context block: found, never quoted. */
  context: z.string(),
  /** How well its contracts' promises hold, in one word and one sentence; null while nothing was checked. */
  promise: promise.nullable(),
  changedAt: z.iso.datetime(),
})
export type Entry = z.input<typeof entry>

export const facetNames = ['domain', 'type', 'tag', 'status', 'classification'] as const
export type FacetName = (typeof facetNames)[number]
export const sorts = ['relevance', 'title', 'changed'] as const

/** Several values of one facet are joined by commas: any of them will do. */
const choice = z.string().max(2_000, 'must have at most 2,000 characters').optional()

/** `GET /search`. Without a sort: by relevance if something is asked, else by title. */
export const searchInput = z.strictObject({
  q: z.string().max(10_000, 'must have at most 10,000 characters').default(''),
  type: choice,
  domain: choice,
  tag: choice,
  status: choice,
  classification: choice,
  sort: z.enum(sorts).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(30),
  cursor: z.string().max(500).optional(),
})
export type SearchInput = z.input<typeof searchInput>

const LONGEST = 60 // letters of a word in a list of synonyms
const group = z
  .array(z.string().trim().min(1, 'must not be empty').max(LONGEST, `must have at most ${LONGEST} characters`))
  .min(2, 'must have at least two words')
  .max(12, 'must have at most 12 words')

/** `PUT /search/synonyms`: each group holds words, or names of several words, that mean the same here. */
export const synonymGroups = z.array(group).max(500, 'must have at most 500 groups')
export const synonyms = z.strictObject({ groups: z.array(z.array(z.string())), etag: z.string() })
export type Synonyms = z.infer<typeof synonyms>

export const suggestInput = z.strictObject({
  q: z.string().max(200, 'must have at most 200 characters'),
  limit: z.coerce.number().int().min(1).max(20).default(8),
})

/** Where a match stands in a text, as [from, to) in UTF-16 units: the screen marks it, no markup crosses. */
const marks = z.array(z.tuple([z.number(), z.number()]))
export type Marks = z.infer<typeof marks>

export const hit = z.object({
  id: z.string(),
  type: z.enum(entryTypes),
  slug: z.string(),
  title: z.string(),
  titleMarks: marks,
  /** The purpose, or the place of the description that matched. */
  snippet: z.string(),
  marks,
  domain: z.string(),
  domainName: z.string(),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  status: z.enum(entryStatuses),
  version: z.string().nullable(),
  /** The gravest class of its columns. */
  classification: z.string().nullable(),
  /** The columns that matched, at most five. */
  columns: z.array(z.object({ port: z.string(), object: z.string(), name: z.string(), marks })),
  /** The verified questions that matched, at most three. */
  questions: z.array(z.object({ text: z.string(), marks })),
  promise: promise.nullable(),
  changedAt: z.string(),
})
export type Hit = z.infer<typeof hit>

const counts = z.record(z.string(), z.number())
export const facets = z.object({ domain: counts, type: counts, tag: counts, status: counts, classification: counts })
export type Facets = z.infer<typeof facets>

export const searchResult = z.object({
  items: z.array(hit),
  facets,
  /** Everything that matches, over all pages; where `estimated`, at least so much. */
  total: z.number(),
  /** True where more matched than were counted: total and facets say how many there are at least. */
  estimated: z.boolean(),
  /** Which one answered; null where nothing was asked of any. */
  engine: z.enum(['postgresql', 'meilisearch']).nullable(),
  /** Why another than the usual one did. */
  notice: z.string().nullable(),
  /** Milliseconds that the engine took. */
  took: z.number(),
  nextCursor: z.string().nullable(),
})
export type SearchResult = z.infer<typeof searchResult>

export const searchStanding = z.object({
  engine: z.enum(['postgresql', 'meilisearch']),
  /** `behind`: entries wait to be told to it, and the database answers; `away`: it does not answer. */
  state: z.enum(['in step', 'behind', 'away']),
  /** What can be found, and how many of it wait. */
  entries: z.number(),
  waiting: z.number(),
  behindSince: z.string().nullable(),
})
export type SearchStanding = z.infer<typeof searchStanding>

export const suggestion = z.object({
  text: z.string(),
  type: z.enum(['product', 'port', 'column', 'tag', 'person']),
  slug: z.string().optional(),
})
export type Suggestion = z.infer<typeof suggestion>

export const wantedStates = ['open', 'dismissed', 'answered'] as const
export type WantedState = (typeof wantedStates)[number]

/** A question that several people asked and that found nothing. Never who, and never when but the day. */
export const wanted = z.strictObject({
  id: z.string(),
  /** Folded words in their order, without those that say nothing. */
  question: z.string(),
  /** How many different people; never fewer than three. */
  askers: z.number(),
  firstAsked: z.iso.date(),
  lastAsked: z.iso.date(),
  state: z.enum(wantedStates),
  dismissed: z.strictObject({ by: z.string().nullable(), at: z.string(), note: z.string() }).nullable(),
  /** What answered it last, where the reader may find that. */
  answer: z.strictObject({ slug: z.string(), title: z.string() }).nullable(),
})
export type Wanted = z.infer<typeof wanted>

export const dismissal = z.strictObject({
  note: z.string().trim().min(1, 'must say why').max(300, 'must have at most 300 characters'),
})

/** What narrows a search, as its address says it. */
export const searchFilters = searchInput.pick({
  type: true,
  domain: true,
  tag: true,
  status: true,
  classification: true,
  sort: true,
})
export type SearchFilters = z.infer<typeof searchFilters>

const keptQ = z.string().trim().max(200, 'must have at most 200 characters').default('')
/** `POST /recent-searches`: what somebody has searched for, and what they opened of it, by its id. */
export const searched = z.strictObject({
  q: z.string().max(10_000, 'must have at most 10,000 characters').default(''),
  filters: searchFilters.default({}),
  opened: z.string().max(100).optional(),
})
export type Searched = z.infer<typeof searched>

export const recentSearch = z.strictObject({ id: z.string(), q: z.string(), filters: searchFilters, at: z.string() })
export type RecentSearch = z.infer<typeof recentSearch>

export const newSavedSearch = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(60, 'must have at most 60 characters'),
    q: keptQ,
    filters: searchFilters.default({}),
  })
  .refine(({ q, filters }) => q !== '' || Object.values(filters).some(Boolean), {
    path: ['q'],
    message: 'must ask for something, or filters must',
  })
export type NewSavedSearch = z.infer<typeof newSavedSearch>
export const savedSearch = z.strictObject({ id: z.string(), name: z.string(), q: z.string(), filters: searchFilters })
export type SavedSearch = z.infer<typeof savedSearch>

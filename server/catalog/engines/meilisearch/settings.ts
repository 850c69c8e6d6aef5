import { createHash } from 'node:crypto'
import type { Settings } from 'meilisearch'

/** How the index is to be. What is changed here makes another index, which takes over from this one once it is filled. */

export const settings: Settings = {
  // The title alone, as a question of just that is compared with it; then by weight, as the database has them: title and slug; tags, domain and columns; what it is for; the rest.
  searchableAttributes: ['t', 'a', 'b', 'c', 'd'],
  filterableAttributes: [
    {
      attributePatterns: [
        ...['pk', 'org', 'entryId', 'slug', 'domainId', 'published'],
        ...['domain', 'type', 'tag', 'status', 'classification'],
      ],
      features: { facetSearch: false, filter: { equality: true, comparison: false } },
    },
  ],
  sortableAttributes: ['titleKey', 'changed', 'id'],
  rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness', 'standing:desc', 'id:asc'],
  displayedAttributes: ['pk', 'id', 'seal', 'hash'],
  stopWords: [],
  synonyms: {},
  typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 4, twoTypos: 9 }, disableOnNumbers: true },
  faceting: { maxValuesPerFacet: 200, sortFacetValuesBy: { '*': 'count' } },
  pagination: { maxTotalHits: 1_000_000 },
  // A search that took longer would be answered in part; the database answers it whole instead.
  searchCutoffMs: 1500,
}

/** Counted up when what is made of an entry changes. */
const FORM = 1

/** What the names of indexes of these settings begin with. */
export const prefix = `stoa_${createHash('sha256')
  .update(JSON.stringify([FORM, settings]))
  .digest('hex')
  .slice(0, 8)}_`

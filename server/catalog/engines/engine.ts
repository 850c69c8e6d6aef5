import type { OrgScope } from '@/server/platform/db'
import type { FacetName, Facets, sorts, Visibility } from '../schema'

/** What a search engine must do: it never shows, counts or orders by what is not visible. */

export type Chosen = Record<FacetName, readonly string[]>

export type Ask = {
  /** Folded words; the last one may be only begun. None: everything. */
  terms: readonly string[]
  /** The whole question, folded: an entry of that very title comes first. */
  phrase: string
  chosen: Chosen
  sort: (typeof sorts)[number]
  limit: number
  /** Where the page before ended, as the engine said that made it. */
  after: readonly (string | number)[] | null
  /** Facets and total cost as much as hits; suggestions need none and get zeros. */
  counted: boolean
}

export type Found = {
  /** Of the page, in its order. */
  ids: string[]
  facets: Facets
  total: number
  estimated: boolean
  /** The place after the last entry, if there is more. */
  next: (string | number)[] | null
}

/** The database keeps the entries, which are read from there; an engine finds which. */
export type SearchEngine = (scope: OrgScope, visibility: Visibility, ask: Ask) => Promise<Found>

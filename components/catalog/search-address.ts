import { type inferParserType, parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { SearchInput } from '@/server/catalog/schema'

// Not the schema's own list: importing a value from it would bring the whole validator into the first load.
const sorts = ['relevance', 'title', 'changed'] as const satisfies NonNullable<SearchInput['sort']>[]
const several = parseAsArrayOf(parseAsString).withDefault([])

/** What the catalog keeps in its address; the server reads it for the first paint, the browser from then on. */
export const searchAddress = {
  q: parseAsString.withDefault(''),
  type: several,
  domain: several,
  tag: several,
  classification: several,
  status: several,
  sort: parseAsStringLiteral(sorts),
  at: parseAsString,
  preview: parseAsBoolean.withDefault(false),
}

export type SearchState = inferParserType<typeof searchAddress>

/** The same as the procedure takes it: several values of a facet go joined by commas. */
export function searchInputOf(state: SearchState): SearchInput {
  const joined = (values: string[]) => (values.length > 0 ? values.join(',') : undefined)
  return {
    q: state.q,
    type: joined(state.type),
    domain: joined(state.domain),
    tag: joined(state.tag),
    classification: joined(state.classification),
    status: joined(state.status),
    sort: state.sort ?? undefined,
  }
}

/** The name of one search in the query cache, the same on the server as in the browser. */
export function searchKey(input: SearchInput) {
  return ['catalog', 'search', input] as const
}

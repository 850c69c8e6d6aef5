'use client'

import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type FacetName, facetNames, type SearchInput, sorts } from '@/server/catalog/schema'

const several = parseAsArrayOf(parseAsString).withDefault([])

const address = {
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

/** What is asked of the catalog and which row one is at, kept in the address. */
export function useSearchState() {
  const [state, set] = useQueryStates(address, { history: 'replace', throttleMs: 250 })

  function toggle(facet: FacetName, value: string) {
    const chosen = state[facet]
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]
    void set({ [facet]: next.length > 0 ? next : null, at: null })
  }

  function clear() {
    void set({ q: null, type: null, domain: null, tag: null, classification: null, status: null, at: null })
  }

  const chosen = facetNames.flatMap((facet) => state[facet].map((value) => ({ facet, value })))
  return { state, set, toggle, clear, chosen }
}

export type SearchState = ReturnType<typeof useSearchState>['state']

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

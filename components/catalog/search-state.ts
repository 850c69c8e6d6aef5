'use client'

import { useQueryStates } from 'nuqs'
import type { FacetName } from '@/server/catalog/schema'
import { searchAddress } from './search-address'
import { facetNames } from './words'

/** What is asked of the catalog and which row one is at, kept in the address. */
export function useSearchState() {
  const [state, set] = useQueryStates(searchAddress, { history: 'replace', throttleMs: 250 })

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

export type SetSearch = ReturnType<typeof useSearchState>['set']

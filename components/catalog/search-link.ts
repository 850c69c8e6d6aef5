import { createSerializer } from 'nuqs/server'
import type { SearchFilters } from '@/server/catalog/schema'
import { searchAddress } from './search-address'

const serialize = createSerializer(searchAddress)
const several = (joined: string | undefined) => (joined ? joined.split(',') : null)

/** The address of a search that was kept: its words and what narrowed it. */
export const searchLink = (org: string, { q, filters }: { q: string; filters: SearchFilters }) =>
  serialize(`/${org}/catalog`, {
    q: q || null,
    type: several(filters.type),
    domain: several(filters.domain),
    tag: several(filters.tag),
    classification: several(filters.classification),
    status: several(filters.status),
    sort: filters.sort ?? null,
  })

/** What a search is called that has no name: its words, else what narrows it. */
export const searchWords = ({ q, filters: { sort: _, ...chosen } }: { q: string; filters: SearchFilters }) => {
  const narrowed = Object.values(chosen).filter(Boolean).join(', ').replaceAll(',', ', ').replace(/ +/g, ' ')
  return q && narrowed ? `${q} (${narrowed})` : q || narrowed
}

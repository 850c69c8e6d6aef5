import type { FacetName } from '@/server/catalog/schema'

export const typeWords: Record<string, string> = {
  data: 'Data product',
  context: 'Context product',
  process: 'Process product',
}

export const statusWords: Record<string, string> = {
  draft: 'Draft',
  published: 'Published',
  deprecated: 'Deprecated',
  retired: 'Retired',
}

export const facetWords: Record<FacetName, string> = {
  type: 'Type',
  domain: 'Domain',
  classification: 'Classification',
  tag: 'Tag',
  status: 'Status',
}

/** Every facet there is, in the order they are shown. */
export const facetNames = Object.keys(facetWords) as FacetName[]

/** A facet's value as one reads it. */
export function facetValueWord(facet: FacetName, value: string) {
  if (facet === 'type') return typeWords[value] ?? value
  if (facet === 'status') return statusWords[value] ?? value
  if (facet === 'classification') return value.charAt(0).toUpperCase() + value.slice(1)
  return value
}

import type { ProductRow } from './store'

type Row = Pick<ProductRow, 'id' | 'domainId' | 'ownerId' | 'slug' | 'status' | 'tags'>

/** A product as policy sees it: as its readers know it, or as a draft, as those who make it do. */
export function factsOf({ id, domainId, ownerId, slug, status, tags }: Row, draft = false) {
  const published = status !== 'draft' && !draft
  return { type: 'product' as const, id, domainId, ownerId, published, facts: { slug, status, tags } }
}

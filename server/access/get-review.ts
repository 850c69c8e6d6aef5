import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { loadNames } from './load-names'
import { bearing, toItemShape, toReviewShape } from './review-shape'
import * as store from './review-store'
import type { AccessReview, ReviewItem } from './schema'

/** A review with everything on its list, and the domain it is of (for policy). */
export async function getReview(
  scope: OrgScope,
  id: string,
): Promise<{ review: AccessReview; domainId: string | null; items: ReviewItem[] }> {
  const row = await store.findReview(scope, id)
  if (!row) throw notFound('review')
  const items = await store.listItems(scope, id)
  const deciders = items.flatMap(({ by }) => (by ? [{ by }] : []))
  const names = await loadNames(scope, [{ ...bearing(row), events: deciders }])
  const review = toReviewShape(row, names)
  return { review, domainId: row.domainId, items: items.map((item) => toItemShape(item, names)) }
}

import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { loadNames } from './load-names'
import { bearing, toItemShape, toReviewShape } from './review-shape'
import * as store from './review-store'
import type { AccessReview, ReviewItem } from './schema'
import type { Sees } from './seen-grants'
import { seenItems } from './seen-items'

/** A review with what is on its list and may be told of, and the domain it is of (for policy). */
export async function getReview(
  scope: OrgScope,
  id: string,
  sees?: Sees,
): Promise<{ review: AccessReview; domainId: string | null; items: ReviewItem[] }> {
  const row = await store.findReview(scope, id)
  if (!row) throw notFound('review')
  const all = await store.listItems(scope, id)
  const ids = all.map(({ grantId }) => grantId)
  const seen = await seenItems(scope, ids, sees)
  const items = all.filter(({ grantId }) => seen(grantId))
  const deciders = items.flatMap(({ by }) => (by ? [{ by }] : []))
  const names = await loadNames(scope, [{ ...bearing(row), events: deciders }])
  const review = toReviewShape(row, names, seen)
  return { review, domainId: row.domainId, items: items.map((item) => toItemShape(item, names)) }
}

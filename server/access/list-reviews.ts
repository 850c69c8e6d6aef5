import type { OrgScope } from '@/server/platform/db'
import { loadNames } from './load-names'
import { bearing, toReviewShape } from './review-shape'
import * as store from './review-store'
import type { AccessReview } from './schema'

/** Reviews of some domains, or all: open ones first, by their date. */
export async function listReviews(scope: OrgScope, of: { domainIds?: string[] }): Promise<AccessReview[]> {
  const rows = await store.listReviews(scope, of)
  const names = await loadNames(scope, rows.map(bearing))
  return rows.map((row) => toReviewShape(row, names))
}

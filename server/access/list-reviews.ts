import type { OrgScope } from '@/server/platform/db'
import { loadNames } from './load-names'
import { toReviewShape } from './review-shape'
import * as store from './review-store'
import type { AccessReview } from './schema'

/** Reviews of some domains, or all: open ones first, by their date. */
export async function listReviews(scope: OrgScope, of: { domainIds?: string[] }): Promise<AccessReview[]> {
  const [rows, names] = await Promise.all([store.listReviews(scope, of), loadNames(scope)])
  return rows.map((row) => toReviewShape(row, names))
}

import type { OrgScope } from '@/server/platform/db'
import { loadNames } from './load-names'
import { bearing, toReviewShape } from './review-shape'
import * as store from './review-store'
import type { AccessReview } from './schema'

type Ask = { domainIds?: string[]; sees?: (domainId: string | null) => boolean }

/** Reviews of some domains, or all: open ones first, by their date; only of domains that `sees` lets through. */
export async function listReviews(scope: OrgScope, { sees = () => true, ...of }: Ask): Promise<AccessReview[]> {
  const rows = (await store.listReviews(scope, of)).filter(({ domainId }) => sees(domainId))
  const names = await loadNames(scope, rows.map(bearing))
  return rows.map((row) => toReviewShape(row, names))
}

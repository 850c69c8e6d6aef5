import type { OrgScope } from '@/server/platform/db'
import { loadNames } from './load-names'
import { bearing, toReviewShape } from './review-shape'
import * as store from './review-store'
import type { AccessReview } from './schema'
import type { Sees } from './seen-grants'
import { seenItems } from './seen-items'

type Ask = {
  domainIds?: string[]
  /** Whether reviews of a domain (null: of all) may be told of. */
  seesDomain?: (domainId: string | null) => boolean
  /** Whether a grant on their lists may. */
  sees?: Sees
}

/** Reviews of some domains, or all: open ones first, by their date. What may not be seen is not counted either. */
export async function listReviews(
  scope: OrgScope,
  { seesDomain = () => true, sees, ...of }: Ask,
): Promise<AccessReview[]> {
  const rows = (await store.listReviews(scope, of)).filter(({ domainId }) => seesDomain(domainId))
  const ids = rows.flatMap(({ marks }) => marks.map(({ grantId }) => grantId))
  const [names, seen] = await Promise.all([loadNames(scope, rows.map(bearing)), seenItems(scope, ids, sees)])
  return rows.map((row) => toReviewShape(row, names, seen))
}

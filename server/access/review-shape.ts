import type { StoredItem, StoredReview } from './review-store'
import type { AccessReview, ReviewItem } from './schema'
import type { Names } from './shape'

/** How stored reviews look at the doors. */

/** `seen` are those of its grants that may be told of: no number tells of more. */
export const toReviewShape = (row: StoredReview, names: Names, seen: (grantId: string) => boolean): AccessReview => ({
  id: row.id,
  title: row.title,
  domain: row.domainId && (names.domains.get(row.domainId) ?? row.domainId),
  createdBy: row.createdBy,
  createdByName: names.people.get(row.createdBy) ?? null,
  createdAt: row.createdAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  ifUndecided: row.ifUndecided,
  closedAt: row.closedAt?.toISOString() ?? null,
  total: row.marks.filter(({ grantId }) => seen(grantId)).length,
  decided: row.marks.filter(({ grantId, decision }) => decision !== null && seen(grantId)).length,
})

export const toItemShape = (row: StoredItem, names: Names): ReviewItem => ({
  id: row.id,
  frozen: row.frozen,
  decision: row.decision,
  by: row.by,
  byName: row.by ? (names.people.get(row.by) ?? null) : null,
  at: row.at?.toISOString() ?? null,
  note: row.note,
  newGrant: row.newGrantId,
})

/** Whose names a review is shown with. */
export const bearing = ({ createdBy, domainId }: Pick<StoredReview, 'createdBy' | 'domainId'>) => ({
  principalId: createdBy,
  domainId: domainId ?? '',
  events: [] as { by: string }[],
})

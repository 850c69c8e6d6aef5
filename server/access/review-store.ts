import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { type AccessGrant, grantShape, type ReviewItem } from './schema'

type Row = Awaited<ReturnType<Tx['accessReview']['findMany']>>[number]
type ItemRow = Awaited<ReturnType<Tx['accessReviewItem']['findMany']>>[number]
export type StoredReview = Omit<Row, 'orgId' | 'ifUndecided'> & {
  ifUndecided: 'keep' | 'end'
  /** What is on its list, and whether that is decided. */
  marks: { grantId: string; decision: string | null }[]
}
export type StoredItem = Omit<ItemRow, 'orgId' | 'frozen' | 'decision'> & {
  frozen: AccessGrant
  decision: ReviewItem['decision']
}

const marked = { items: { select: { grantId: true, decision: true } } }
const toReview = ({ orgId: _, items, ...row }: Row & { items: StoredReview['marks'] }): StoredReview => ({
  ...row,
  ifUndecided: row.ifUndecided as StoredReview['ifUndecided'],
  marks: items,
})
const toItem = ({ orgId: _, ...row }: ItemRow): StoredItem => ({
  ...row,
  frozen: grantShape.parse(row.frozen),
  decision: row.decision as StoredItem['decision'],
})

/** A review with the grants as they are at this moment. */
export const insertReview = (scope: OrgScope, row: Omit<StoredReview, 'marks'>, grants: AccessGrant[]): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    await tx.accessReview.create({ data: { ...row, orgId } })
    const data = grants.map((frozen) => {
      return { orgId, id: newId('reviewItem'), reviewId: row.id, grantId: frozen.id, frozen }
    })
    await tx.accessReviewItem.createMany({ data })
  })

export const findReview = (scope: OrgScope, id: string): Promise<StoredReview | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.accessReview.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } }, include: marked })
    return row && toReview(row)
  })

/** Open ones first, by their date; of these domains, or all. */
export const listReviews = (scope: OrgScope, of: { domainIds?: string[]; dueBy?: Date }): Promise<StoredReview[]> =>
  withOrg(scope, async (tx) => {
    const { domainIds, dueBy } = of
    const where = {
      orgId: scope.orgId,
      ...(domainIds && { domainId: { in: domainIds } }),
      ...(dueBy && { closedAt: null, dueAt: { lte: dueBy } }),
    }
    const orderBy = [{ closedAt: { sort: 'desc' as const, nulls: 'first' as const } }, { dueAt: 'asc' as const }]
    return (await tx.accessReview.findMany({ where, orderBy, take: 200, include: marked })).map(toReview)
  })

export const listItems = (scope: OrgScope, reviewId: string): Promise<StoredItem[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, reviewId }
    return (await tx.accessReviewItem.findMany({ where, orderBy: { id: 'asc' } })).map(toItem)
  })

export const findItem = (scope: OrgScope, reviewId: string, id: string): Promise<StoredItem | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.accessReviewItem.findFirst({ where: { orgId: scope.orgId, reviewId, id } })
    return row && toItem(row)
  })

/** Whose these grants are, and of which domain. */
export const listHolders = (
  scope: OrgScope,
  grantIds: string[],
): Promise<{ id: string; domainId: string; principalId: string }[]> =>
  withOrg(
    scope,
    (tx) => tx.$queryRaw`select id, domain_id as "domainId", principal_id as "principalId" from "grant"
      where org_id = ${scope.orgId} and id = any(${grantIds})`,
  )

type Decided = { decision: NonNullable<StoredItem['decision']>; by: string; at: Date; note: string | null }

/** Decides an item, if nobody was faster. */
export const claimItem = (scope: OrgScope, id: string, decided: Decided): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, decision: null }
    return (await tx.accessReviewItem.updateMany({ where, data: decided })).count === 1
  })

/** What came of a decision; `null` takes back one that could not be carried out. */
export const finishItem = (scope: OrgScope, id: string, done: { newGrantId: string | null } | null): Promise<void> =>
  withOrg(scope, async (tx) => {
    const data = done ?? { decision: null, by: null, at: null, note: null }
    await tx.accessReviewItem.updateMany({ where: { orgId: scope.orgId, id }, data })
  })

export const closeReview = (scope: OrgScope, id: string, closedAt: Date): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, closedAt: null }
    return (await tx.accessReview.updateMany({ where, data: { closedAt } })).count === 1
  })

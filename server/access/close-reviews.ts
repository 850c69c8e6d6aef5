import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { grantEnded } from './events'
import { holderMembers } from './holder-members'
import * as store from './review-store'
import { endGrant } from './store'

/** Closes reviews whose date has passed: what nobody decided is kept or ended, as was said when they began. */
export async function closeReviews(scope: OrgScope): Promise<number> {
  const at = now()
  const due = await store.listReviews(scope, { dueBy: at })
  for (const { id } of due) await closeOne(scope, id, at)
  return due.length
}

async function closeOne(scope: OrgScope, id: string, at: Date): Promise<void> {
  await withOrg(scope, async (tx) => {
    const review = await store.findReview(scope, id)
    if (!review || !(await store.closeReview(scope, id, at))) return
    const left = (await store.listItems(scope, id)).filter(({ decision }) => decision === null)
    const note = `Nobody kept it in the review “${review.title}”.`
    for (const item of left) {
      await store.claimItem(scope, item.id, { decision: 'undecided', by: 'system', at, note: null })
      if (review.ifUndecided === 'keep') continue
      if (!(await endGrant(scope, item.grantId, { as: 'revoked', at, by: 'system', note }))) continue
      await emit(tx, { name: grantEnded.name, data: { org: scope.orgId, grant: item.grantId } })
      const { principal, principalType, productTitle, port } = item.frozen
      await notify.tell(scope, {
        to: await holderMembers(scope, { type: principalType, id: principal }),
        kind: grantEnded.name,
        title: `Your access to ${productTitle}, ${port} has ended`,
        body: note,
        link: '/access?show=ended',
      })
    }
    const detail = { undecided: left.length, undecidedAre: review.ifUndecided }
    await audit.record(scope, {
      actor: 'system',
      action: 'access.review_closed',
      resource: { type: 'review', id },
      detail,
    })
  })
}

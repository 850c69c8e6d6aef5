import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { gather } from '@/server/platform/pages'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { listGrants } from './list-grants'
import * as store from './review-store'
import type { NewReview } from './schema'

const MOST = 2_000
const PAGE = 200

/** Freezes the list of live grants, of one domain's products or of all, so that each is kept, narrowed or ended by a date; answers its id. */
export async function startReview(actor: Actor, ask: NewReview & { domainId: string | null }): Promise<string> {
  const { scope, principal } = actor
  const at = now()
  const dueAt = new Date(ask.dueAt)
  if (dueAt <= at) throw invalid('The date has passed.', [{ path: 'dueAt', message: 'must lie ahead' }])
  const domainIds = ask.domainId ? [ask.domainId] : undefined
  const page = (cursor?: string) => listGrants(scope, { domainIds, live: true, limit: PAGE, cursor })
  const { items: grants } = await gather(page, MOST)
  if (grants.length === 0) throw conflict('There is no live grant to review.')
  const id = newId('review')
  const { title, ifUndecided, domainId } = ask
  await withOrg(scope, async () => {
    const row = { id, title, domainId, createdBy: principal.id, createdAt: at, dueAt, ifUndecided, closedAt: null }
    await store.insertReview(scope, row, grants)
    const reviewers = domainId
      ? await tenancy.domainOwners(scope, domainId)
      : (await tenancy.listMembers(scope))
          .filter(({ role }) => role === 'owner' || role === 'steward')
          .map((one) => one.id)
    await notify.tell(scope, {
      to: reviewers.filter((member) => member !== principal.id),
      kind: 'access/review.started',
      title: `${title}: ${grants.length} grants to review until ${dueAt.toISOString().slice(0, 10)}`,
      link: `/reviews/${id}`,
    })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.review_started',
      resource: { type: 'review', id },
      detail: { title, domain: domainId, grants: grants.length, dueAt: ask.dueAt, ifUndecided },
      requestId: actor.requestId,
    })
  })
  return id
}

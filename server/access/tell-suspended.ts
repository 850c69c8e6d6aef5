import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as deliveries from './delivery-store'
import type { StoredGrant } from './store'

/** Tells the holder of a grant that it is closed in its source for now, and why, or (null) that it is open again: once each time. */
export async function tellSuspended(scope: OrgScope, grant: StoredGrant, why: string | null): Promise<void> {
  const what = `${grant.productTitle}, ${grant.port}`
  const told =
    why === null
      ? {
          kind: 'access/grant.resumed',
          title: `${what} can be read in its source again`,
          body: 'Make new credentials in My access: those of before have ended.',
        }
      : {
          kind: 'access/grant.suspended',
          title: `${what} is closed in its source for now`,
          body: `${why} Your right goes on; you are told when it is open again.`,
        }
  await withOrg(scope, async () => {
    if (!(await deliveries.markSuspended(scope, grant.id, why === null ? null : now()))) return
    await notify.tell(scope, { ...told, to: [grant.principalId], link: '/access' })
  })
}

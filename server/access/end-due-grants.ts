import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { announceEnd } from './announce-end'
import { grantEnded } from './events'
import { holderMembers } from './holder-members'
import * as store from './store'

const AT_ONCE = 200

/** Labels the grants whose end has passed and tells their holders. No refusal waits for it: every read compares the end itself. */
export async function endDueGrants(scope: OrgScope): Promise<number> {
  return withOrg(scope, async (tx) => {
    const due = await store.listGrants(scope, { dueAt: now() }, { after: null, take: AT_ONCE })
    let ended = 0
    for (const grant of due) {
      const end = { as: 'expired' as const, at: grant.endsAt, by: 'system', note: null }
      if (!(await store.endGrant(scope, grant.id, end))) continue
      ended++
      await announceEnd(tx, scope, grant)
      await notify.tell(scope, {
        to: await holderMembers(scope, { type: grant.principalType, id: grant.principalId }),
        kind: grantEnded.name,
        title: `Your access to ${grant.productTitle}, ${grant.port} has ended`,
        body: 'Request it again if you still need it.',
        link: '/access?show=ended',
      })
    }
    return ended
  })
}

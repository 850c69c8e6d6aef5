import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { warnAt } from './grant-life'
import { holderMembers } from './holder-members'
import * as store from './store'

const AT_ONCE = 200
const EARLIEST = 14 * 86_400_000 // ms

/** Tells holders of grants whose end is near, once each, so that they can ask again in time. */
export async function warnEnding(scope: OrgScope): Promise<number> {
  const at = now()
  return withOrg(scope, async () => {
    const until = new Date(at.getTime() + EARLIEST)
    const page = { after: null, take: AT_ONCE }
    const near = await store.listGrants(scope, { liveAt: at, endsBy: until, unwarned: true }, page)
    let warned = 0
    for (const grant of near.filter((one) => !one.breakGlass && warnAt(one) <= at)) {
      if (!(await store.markWarned(scope, grant.id, at))) continue
      warned++
      await notify.tell(scope, {
        to: await holderMembers(scope, { type: grant.principalType, id: grant.principalId }),
        kind: 'access/grant.ending',
        title: `Access to ${grant.productTitle}, ${grant.port} ends on ${grant.endsAt.toISOString().slice(0, 10)}`,
        body: 'Renew it if it is still needed; a renewal is decided like a new request.',
        link: '/access',
      })
    }
    return warned
  })
}

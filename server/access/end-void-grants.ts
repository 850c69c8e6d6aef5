import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { announceEnd } from './announce-end'
import { grantEnded } from './events'
import { holderMembers } from './holder-members'
import * as store from './store'

const AT_ONCE = 200

/**
 * Ends the grants whose purpose has ended or whose agent was removed, and tells their holders. No refusal waits for it: every read looks at the purpose
 * itself. Answers how many; a full batch means that there may be more.
 */
export async function endVoidGrants(scope: OrgScope): Promise<number> {
  return withOrg(scope, async (tx) => {
    const purposes = [...(await tenancy.openPurposes(scope))]
    const found = await store.listGrants(
      scope,
      { void: { purposes, agents: await agent.listRemoved(scope) } },
      { after: null, take: AT_ONCE },
    )
    for (const grant of found) {
      const note = purposes.includes(grant.purpose)
        ? 'The agent was removed.'
        : `The purpose ${grant.purpose} has ended.`
      if (!(await store.endGrant(scope, grant.id, { as: 'revoked', at: now(), by: 'system', note }))) continue
      await announceEnd(tx, scope, grant)
      await notify.tell(scope, {
        to: await holderMembers(scope, { type: grant.principalType, id: grant.principalId }),
        kind: grantEnded.name,
        title: `Your access to ${grant.productTitle}, ${grant.port} has ended`,
        body: note,
        link: '/access?show=ended',
      })
      const resource = { type: 'grant', id: grant.id }
      const detail = { product: grant.productSlug, port: grant.port, principal: grant.principalId, note }
      await audit.record(scope, { actor: 'system', action: 'access.revoked', resource, detail })
    }
    return found.length
  })
}

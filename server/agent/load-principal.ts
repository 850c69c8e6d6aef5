import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Principal } from '@/server/tenancy/schema'
import { standingOf } from './standing'
import * as store from './store'

type Found = { ok: true; principal: Principal } | { ok: false; reason: string; name: string | null }

/** An agent as a principal, with its sponsor as they are at this moment; where it may not act, why. */
export function loadPrincipal(scope: OrgScope, id: string): Promise<Found> {
  return withOrg(scope, async () => {
    const agent = await store.find(scope, id)
    if (!agent) return { ok: false, reason: 'There is no such agent.', name: null }
    const sponsor = await tenancy.findMember(scope, agent.sponsorId)
    const standing = standingOf(agent, sponsor, await tenancy.openPurposes(scope), now())
    if (!standing.ok || !sponsor) return { ok: false, reason: standing.ok ? '' : standing.reason, name: agent.name }
    const { orgId } = scope
    const { name, email, role, domains } = sponsor
    const behind: Principal = { id: sponsor.id, type: 'member', orgId, name, email, role, domains }
    const facts = { sponsor: behind, purpose: agent.purpose }
    return {
      ok: true,
      principal: { id, type: 'agent', orgId, name: agent.name, agent: facts, role: 'member', domains: [] },
    }
  })
}

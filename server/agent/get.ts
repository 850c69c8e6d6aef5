import { type OrgScope, withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import { loadPrincipal } from './load-principal'
import type { Agent } from './schema'
import * as store from './store'
import { findUse } from './use-store'

/** An agent as it stands at this moment; throws not_found for one that was removed. */
export function get(scope: OrgScope, id: string): Promise<Agent> {
  return withOrg(scope, async () => {
    const agent = await store.find(scope, id)
    if (!agent || agent.state === 'removed') throw notFound('agent')
    const sponsor = await tenancy.findMember(scope, agent.sponsorId)
    const found = await loadPrincipal(scope, id)
    const { calls, rows } = await findUse(scope, id)
    return {
      id,
      name: agent.name,
      sponsor: agent.sponsorId,
      sponsorName: sponsor?.name ?? agent.sponsorId,
      purpose: agent.purpose,
      endsAt: agent.endsAt.toISOString(),
      budgets: { rowsPerDay: agent.rowsPerDay, callsPerMinute: agent.callsPerMinute },
      state: agent.state,
      refused: found.ok ? null : found.reason,
      used: { rows, calls },
      createdAt: agent.createdAt.toISOString(),
    }
  })
}

import type { Principal } from '@/server/tenancy/schema'
import { beyondAgents, beyondSponsor, decidesOwn, goesBeyond, ownRequest, rules } from './role-table'
import type { Action, Decision, Resource } from './schema'

/** Whether a principal may do something to a resource, and which rules say so. Deny wins; no match is deny. */
export function decide(ask: { principal: Principal; action: Action; resource: Resource }): Decision {
  const { principal, action, resource } = ask
  if (decidesOwn(principal, action, resource)) return { effect: 'deny', because: [ownRequest] }
  if (goesBeyond(principal, action)) return { effect: 'deny', because: [beyondAgents] }
  const sponsor = principal.agent?.sponsor
  // What is the agent's own is its sponsor's too.
  const theirs = resource.principalId === principal.id ? { ...resource, principalId: sponsor?.id } : resource
  if (sponsor && decide({ principal: sponsor, action, resource: theirs }).effect === 'deny')
    return { effect: 'deny', because: [beyondSponsor] }
  const because = rules
    .filter((rule) => rule.actions.includes(action) && rule.applies(principal, resource))
    .map((rule) => rule.id)
  return { effect: because.length > 0 ? 'allow' : 'deny', because }
}

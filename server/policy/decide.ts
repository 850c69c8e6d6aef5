import type { Principal } from '@/server/tenancy/schema'
import { decidesOwn, ownRequest, rules } from './role-table'
import type { Action, Decision, Resource } from './schema'

/** Whether a principal may do something to a resource, and which rules say so. Deny wins; no match is deny. */
export function decide(ask: { principal: Principal; action: Action; resource: Resource }): Decision {
  const { principal, action, resource } = ask
  if (decidesOwn(principal, action, resource)) return { effect: 'deny', because: [ownRequest] }
  const because = rules
    .filter((rule) => rule.actions.includes(action) && rule.applies(principal, resource))
    .map((rule) => rule.id)
  return { effect: because.length > 0 ? 'allow' : 'deny', because }
}

import type { Principal } from '@/server/tenancy/schema'
import type { Resource } from './schema'

/** Named where an agent is denied what its policies alone would give it. */
export const beyondSponsor = 'stoa: an agent may no more than its sponsor'

/** The same asked for the one behind an agent, as they are at this moment; null where nobody is. */
export function sponsorsAsk<A extends { principal: Principal; resource: Resource }>(ask: A): A | null {
  const { principal, resource } = ask
  const sponsor = principal.agent?.sponsor
  if (!sponsor) return null
  // What is the agent's own is its sponsor's too.
  const own = resource.principalId === principal.id
  return { ...ask, principal: sponsor, resource: own ? { ...resource, principalId: sponsor.id } : resource }
}

import * as access from '@/server/access'
import * as policy from '@/server/policy'
import type { Actor, Principal } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** The domains whose requests somebody may decide, as policy says of each. */
async function decides(scope: Actor['scope'], principal: Principal): Promise<string[]> {
  const domains = await tenancy.listDomains(scope)
  return domains
    .map(({ id }) => id)
    .filter((domainId) => {
      const resource = { type: 'request' as const, id: '', domainId }
      return policy.decide({ principal, action: 'approve', resource }).effect === 'allow'
    })
}

/** In whose names somebody decides: their own, and those of colleagues who are away. */
export const inNamesOf = async ({ scope, principal }: Actor): Promise<Principal[]> => [
  principal,
  ...(await access.standsInFor(scope, principal.id)),
]

/** What waits for somebody: the steps that they may take, in their own name or another's. */
export async function turnOf(actor: Actor) {
  const names = await inNamesOf(actor)
  const as = await Promise.all(
    names.map(async (principal) => ({
      principalId: principal.id,
      domainIds: await decides(actor.scope, principal),
      steward: policy.fillsStep('steward', principal, ''),
    })),
  )
  return { principalId: actor.principal.id, as }
}

/** Everything that somebody has a say in: the domains of their own name and of those whose place they take. */
export async function saysIn(actor: Actor): Promise<string[]> {
  const { as } = await turnOf(actor)
  return [...new Set(as.flatMap(({ domainIds }) => domainIds))]
}

/** In whose names somebody may decide this request: their own where policy lets them, and those of colleagues who are away. */
export async function decidesAs(actor: Actor, resource: policy.Resource | null): Promise<Principal[]> {
  if (!resource) return []
  const allowed = (principal: Principal) => policy.decide({ principal, action: 'approve', resource }).effect === 'allow'
  return (await inNamesOf(actor)).filter(allowed)
}

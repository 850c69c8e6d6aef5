import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'

/** The domains whose requests somebody may decide, as policy says of each. */
export async function decides({ scope, principal }: Actor): Promise<string[]> {
  const domains = await tenancy.listDomains(scope)
  return domains
    .map(({ id }) => id)
    .filter((domainId) => {
      const resource = { type: 'request' as const, id: '', domainId }
      return policy.decide({ principal, action: 'approve', resource }).effect === 'allow'
    })
}

/** Whose requests and grants a list may show: all, or one's own and those of some domains. */
export async function seenBy({ scope, principal }: Actor, type: 'request' | 'grant') {
  const domains = await tenancy.listDomains(scope)
  const sees = (domainId?: string) =>
    policy.decide({ principal, action: 'view', resource: { type, id: '', domainId } }).effect === 'allow'
  if (sees()) return undefined
  return { principalId: principal.id, domainIds: domains.map(({ id }) => id).filter((id) => sees(id)) }
}

import * as agents from '@/server/agent'
import { isAgent } from '@/server/agent/schema'
import type { OrgScope } from '@/server/platform/db'
import { forbidden, invalid } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import type { HolderType } from './schema'

const wrong = (message: string) => invalid(message, [{ path: 'for', message }])

/**
 * Who a request is for: oneself, a domain one is in, or an agent one sponsors. Whoever may hold a right is told apart here, in
 * `holderIds` (what somebody holds through others) and in `holderMembers` (the people behind a holder), and nowhere else.
 */
export async function findHolder(
  { scope, principal }: { scope: OrgScope; principal: tenancy.Principal },
  wanted: string | undefined,
  purpose?: string,
): Promise<{ type: HolderType; id: string; name: string }> {
  if (wanted === undefined || wanted === principal.id) {
    return { type: principal.type, id: principal.id, name: principal.name }
  }
  if (isAgent(wanted)) return agentOf({ scope, principal }, wanted, purpose)
  const domain = await tenancy.findDomain(scope, wanted)
  if (domain) {
    const inside = principal.role === 'owner' || principal.domains.some(({ id }) => id === domain.id)
    if (!inside) throw forbidden(`You are not in ${domain.name}: somebody who is can ask for it.`)
    return { type: 'domain', id: domain.id, name: domain.name }
  }
  if (await tenancy.findMember(scope, wanted)) throw forbidden('One asks for oneself: let them ask.')
  throw wrong('must be a domain you are in, by its short name, or an agent you sponsor')
}

async function agentOf(
  { scope, principal }: { scope: OrgScope; principal: tenancy.Principal },
  id: string,
  purpose: string | undefined,
): Promise<{ type: HolderType; id: string; name: string }> {
  const resource = await agents.resource(scope, id)
  if (resource?.principalId !== principal.id) throw wrong('must be a domain you are in, or an agent you sponsor')
  const { name, purpose: own } = await agents.get(scope, id)
  if (purpose !== undefined && purpose !== own) {
    const message = `must be ${own}: ${name} reads for that alone`
    throw invalid(message, [{ path: 'purpose', message }])
  }
  return { type: 'agent', id, name }
}

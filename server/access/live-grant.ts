import * as agent from '@/server/agent'
import { isAgent } from '@/server/agent/schema'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { sleeping } from '@/server/tenancy/schema'
import { isLive, standsAt } from './grant-life'
import { heldPorts } from './held-ports'
import { holderIds } from './holder-ids'
import type { Ending } from './schema'
import * as store from './store'

/**
 * Whether a grant still allows anything at this moment (to one who reads by it, where named); if not, why, in a sentence for
 * whoever is refused.
 */
export async function liveGrant(
  scope: OrgScope,
  id: string,
  reader?: string,
): Promise<{ live: true; endsAt: Date } | { live: false; reason: string }> {
  const [grant, open] = await Promise.all([store.findGrantAlone(scope, id), tenancy.openPurposes(scope)])
  if (!grant) return { live: false, reason: 'There is no such grant.' }
  const { state, endedAs, endedAt } = standsAt(grant, now())
  const about = `Your access to ${grant.productSlug}.${grant.port} for ${grant.purpose}`
  if (!endedAs && grant.asleepSince) return { live: false, reason: sleeping(about, grant.asleepSince) }
  if (!endedAs && isLive(state)) {
    if (!open.has(grant.purpose))
      return { live: false, reason: `${about} has ended: its purpose ${grant.purpose} has.` }
    if (!(await holds(scope, grant, reader)))
      return { live: false, reason: `${about} was your domain’s, which you have left.` }
    return isAgent(grant.principalId) ? agentsGrant(scope, grant) : { live: true, endsAt: grant.endsAt }
  }
  const when = endedAt?.toISOString() ?? ''
  const why: Record<Ending, string> = {
    revoked: `${about} was revoked at ${when}${grant.endNote ? `: ${grant.endNote}` : '.'}`,
    expired: `${about} ended at ${when}. Request it again to go on.`,
    superseded: `${about} was replaced by a newer grant at ${when}. Send the query again.`,
  }
  return { live: false, reason: endedAs ? why[endedAs] : `${about} is not active yet.` }
}

const holds = async (scope: OrgScope, { principalId }: store.GrantAlone, reader: string | undefined) =>
  reader === undefined || reader === principalId || (await holderIds(scope, reader)).includes(principalId)

/** An agent's grant also stands on the agent itself, on its purpose and on what its sponsor may read of the same port. */
async function agentsGrant(scope: OrgScope, grant: store.GrantAlone): Promise<Awaited<ReturnType<typeof liveGrant>>> {
  const found = await agent.loadPrincipal(scope, grant.principalId)
  if (!found.ok) return { live: false, reason: found.reason }
  const { name, agent: facts } = found.principal
  const place = `${grant.productSlug}.${grant.port}`
  if (facts?.purpose !== grant.purpose)
    return {
      live: false,
      reason: `${name} reads for ${facts?.purpose} alone; its access to ${place} is for ${grant.purpose}.`,
    }
  const held = await heldPorts(scope, grant.principalId, { productIds: [grant.productId] })
  const port = held.find(({ grantId }) => grantId === grant.id)
  if (port) return { live: true, endsAt: port.endsAt }
  const why = `its sponsor, ${facts.sponsor.name}, may not read it for ${grant.purpose} at this moment`
  return {
    live: false,
    reason: `${name} may not read ${place}: ${why}, and an agent never reads more than its sponsor.`,
  }
}

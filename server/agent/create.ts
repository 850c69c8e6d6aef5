import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { invalid } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import type { Actor } from '@/server/tenancy/schema'
import { demandTerms } from './demand-terms'
import { agentChanged } from './events'
import { get } from './get'
import type { Agent, NewAgent } from './schema'
import * as store from './store'

/** Makes an agent. It may nothing yet: its sponsor asks for what it shall read, and gives it a token. */
export async function create(actor: Actor, input: NewAgent): Promise<Agent> {
  const { scope, principal, requestId } = actor
  if (principal.type !== 'member') throw invalid('An agent makes no agents.')
  const { name, sponsor: sponsorId, purpose, budgets } = input
  const endsAt = new Date(input.endsAt)
  return withOrg(scope, async (tx) => {
    await demandTerms(scope, { sponsorId, purpose, endsAt })
    const id = newId('agent')
    const born = { state: 'active' as const, createdBy: principal.id, createdAt: now() }
    await store.insert(scope, { id, name, sponsorId, purpose, endsAt, ...budgets, ...born })
    await emit(tx, { name: agentChanged.name, data: { org: scope.orgId, agent: id } })
    const detail = { name, sponsor: sponsorId, purpose, endsAt: input.endsAt, budgets }
    const resource = { type: 'agent', id }
    await audit.record(scope, { actor: principal.id, action: 'agent.created', resource, detail, requestId })
    return get(scope, id)
  })
}

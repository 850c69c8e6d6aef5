import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy/schema'
import { demandTerms } from './demand-terms'
import { agentChanged } from './events'
import { get } from './get'
import type { Agent, AgentChange } from './schema'
import * as store from './store'

/** Changes an agent, or stops it and lets it go on; what it may is read anew at its next call. */
export async function change(actor: Actor, id: string, change: AgentChange): Promise<Agent> {
  const { scope, requestId } = actor
  const { name, sponsor: sponsorId, purpose, budgets, state } = change
  const endsAt = change.endsAt === undefined ? undefined : new Date(change.endsAt)
  return withOrg(scope, async (tx) => {
    const before = await store.find(scope, id)
    if (!before || before.state === 'removed') throw notFound('agent')
    await demandTerms(scope, { sponsorId, purpose, endsAt })
    await store.update(scope, id, { name, sponsorId, purpose, endsAt, state, ...budgets })
    await emit(tx, { name: agentChanged.name, data: { org: scope.orgId, agent: id } })
    const action = state === undefined ? 'changed' : state === 'stopped' ? 'stopped' : 'let_go_on'
    const resource = { type: 'agent', id }
    const detail = { ...change }
    await audit.record(scope, { actor: actor.principal.id, action: `agent.${action}`, resource, detail, requestId })
    return get(scope, id)
  })
}

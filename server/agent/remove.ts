import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import * as tenancy from '@/server/tenancy'
import type { Actor } from '@/server/tenancy/schema'
import { agentChanged } from './events'
import * as store from './store'

/** Removes an agent for good, and its tokens with it; what it did stays, and a job ends its grants. */
export async function remove(actor: Actor, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async (tx) => {
    const before = await store.find(scope, id)
    if (!before || before.state === 'removed') throw notFound('agent')
    await store.update(scope, id, { state: 'removed' })
    const tokens = await tenancy.deleteTokens(scope, { principalId: id })
    await emit(tx, { name: agentChanged.name, data: { org: scope.orgId, agent: id } })
    const resource = { type: 'agent', id }
    await audit.record(scope, { actor: principal.id, action: 'agent.removed', resource, detail: { tokens }, requestId })
  })
}

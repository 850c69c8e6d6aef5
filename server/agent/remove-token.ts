import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import type { Actor } from '@/server/tenancy/schema'

/** Ends one token of an agent at once. */
export async function removeToken(actor: Actor, agent: string, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    if ((await tenancy.deleteTokens(scope, { id, principalId: agent })) === 0) throw notFound('token')
    const resource = { type: 'token', id }
    await audit.record(scope, { actor: principal.id, action: 'token.removed', resource, detail: { agent }, requestId })
  })
}

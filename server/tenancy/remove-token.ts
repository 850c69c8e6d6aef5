import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Actor } from './schema'
import * as store from './store'

/** Ends one of one's own tokens at once. */
export async function removeToken(actor: Actor, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    if ((await store.deleteTokens(scope, { id, principalId: principal.id })) === 0) throw notFound('token')
    await audit.record(scope, {
      actor: principal.id,
      action: 'token.removed',
      resource: { type: 'token', id },
      requestId,
    })
  })
}

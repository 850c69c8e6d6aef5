import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { seal } from '@/server/platform/secrets'
import type { Actor } from '@/server/tenancy'
import { newSecret } from './new-secret'
import type { Webhook } from './schema'
import * as webhooks from './webhook-store'

/** How long messages are signed with the secret of before as well, in ms: time to give a receiver the new one. */
const overlapMs = 24 * 3_600_000

/**
 * Gives a webhook a new secret, shown once. Until the overlap is over both sign each message, so that nothing is missed while its
 * receiver changes; with `atOnce` the one of before, which somebody else may know, signs nothing more.
 */
export async function rotateSecret(
  { scope, principal, requestId }: Actor,
  { id, atOnce }: { id: string; atOnce: boolean },
): Promise<Webhook & { secret: string }> {
  const secret = newSecret()
  const sealed = await seal(scope, secret)
  return withOrg(scope, async () => {
    if (!(await webhooks.find(scope, id))) throw notFound('webhook')
    const olderUntil = atOnce ? null : new Date(now().getTime() + overlapMs)
    await webhooks.putSecret(scope, id, { sealed, olderUntil })
    const resource = { type: 'webhook', id }
    const detail = { olderUntil: olderUntil?.toISOString() ?? null }
    await audit.record(scope, { actor: principal.id, action: 'webhook.secret_rotated', resource, detail, requestId })
    return { ...(await webhooks.find(scope, id))!, secret }
  })
}

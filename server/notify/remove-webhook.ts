import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as webhooks from './webhook-store'

/** Removes a webhook with its log of deliveries. */
export async function removeWebhook(actor: Actor, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    if ((await webhooks.remove(scope, id)) === 0) throw notFound('webhook')
    const resource = { type: 'webhook', id }
    await audit.record(scope, { actor: principal.id, action: 'webhook.removed', resource, requestId })
  })
}

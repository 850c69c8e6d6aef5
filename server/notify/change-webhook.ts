import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import type { Webhook } from './schema'
import * as webhooks from './webhook-store'

/** Points a webhook elsewhere, switches it off, or on again with its failures forgotten. */
export async function changeWebhook(
  actor: Actor,
  { id, url, state }: { id: string; url?: string; state?: 'active' | 'disabled' },
): Promise<Webhook> {
  const { scope, principal, requestId } = actor
  return withOrg(scope, async () => {
    if (!(await webhooks.find(scope, id))) throw notFound('webhook')
    if (state === 'disabled') await webhooks.disable(scope, id, 'Switched off by a person.')
    await webhooks.update(scope, id, { url, ...(state === 'active' && { state, failures: 0, problem: null }) })
    const detail = { state, ...(url && { host: new URL(url).host }) }
    const resource = { type: 'webhook', id }
    await audit.record(scope, { actor: principal.id, action: 'webhook.changed', resource, detail, requestId })
    return (await webhooks.find(scope, id))!
  })
}

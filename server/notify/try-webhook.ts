import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import { deliveryQueued } from './events'
import * as webhooks from './webhook-store'

/** Sends a webhook a message that tells of nothing, so that its receiver can be tried; its log shows how that went. */
export async function tryWebhook(scope: OrgScope, id: string): Promise<string> {
  return withOrg(scope, async (tx) => {
    if (!(await webhooks.find(scope, id))) throw notFound('webhook')
    const cause = newId('event')
    const [delivery] = await webhooks.queue(scope, { cause, kind: 'notify/webhook.tried', at: now(), webhookId: id })
    if (!delivery) throw conflict('This webhook is switched off: switch it on first.')
    await emit(tx, { name: deliveryQueued.name, data: { org: scope.orgId, delivery } })
    return delivery
  })
}

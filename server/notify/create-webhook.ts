import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { newId } from '@/server/platform/ids'
import { seal } from '@/server/platform/secrets'
import type { Actor } from '@/server/tenancy'
import { newSecret } from './new-secret'
import type { Webhook } from './schema'
import * as webhooks from './webhook-store'

const most = 10

/** Makes a webhook, and the secret that its messages are signed with, which is shown once and kept sealed. */
export async function createWebhook(actor: Actor, { url }: { url: string }): Promise<Webhook & { secret: string }> {
  const { scope, principal, requestId } = actor
  const secret = newSecret()
  const sealed = await seal(scope, secret)
  return withOrg(scope, async () => {
    if ((await webhooks.list(scope)).length >= most) throw conflict(`An organisation has at most ${most} webhooks.`)
    const id = newId('webhook')
    await webhooks.insert(scope, { id, url, sealed, createdBy: principal.id, createdAt: now() })
    const resource = { type: 'webhook', id }
    const detail = { host: new URL(url).host }
    await audit.record(scope, { actor: principal.id, action: 'webhook.created', resource, detail, requestId })
    return { ...(await webhooks.find(scope, id))!, secret }
  })
}

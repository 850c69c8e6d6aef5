import * as agent from '@/server/agent'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import { emit } from '@/server/platform/events'
import { deliveryQueued, mailQueued } from './events'
import * as mails from './mail-store'
import { kinds, type NewNotification } from './schema'
import * as store from './store'
import * as webhooks from './webhook-store'

/**
 * Tells members something; what is for an agent is told to its sponsor. Inside an open transaction they are told if, and only if,
 * it commits. For those who want its kind by mail, and for the organisation's webhooks unless it is personal, what is to be sent is
 * written with it.
 */
export async function tell(scope: OrgScope, notification: NewNotification): Promise<void> {
  const { kind } = notification
  await withOrg(scope, async (tx) => {
    const to = await agent.peopleBehind(scope, notification.to)
    if (to.length === 0) return
    const at = now()
    const org = scope.orgId
    const { cause, rows } = await store.insert(scope, { ...notification, to }, at)
    const known = kinds.find((one) => one.kind === kind)
    if (env().SMTP_URL) {
      const wanting = await mails.wanting(scope, kind, known?.mail ?? false, to)
      const queued = rows.flatMap(({ id, memberId }) => (wanting.includes(memberId) ? [id] : []))
      await mails.insert(scope, queued, at)
      for (const mail of queued) await emit(tx, { name: mailQueued.name, data: { org, mail } })
    }
    if (known?.personal) return
    for (const delivery of await webhooks.queue(scope, { cause, kind, at }))
      await emit(tx, { name: deliveryQueued.name, data: { org, delivery } })
  })
}

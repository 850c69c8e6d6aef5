import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { deliveryQueued, mailQueued } from './events'
import * as mails from './mail-store'
import * as webhooks from './webhook-store'

/** What is overdue for this long has lost its run, in ms. */
const overdueMs = 600_000
const atOnce = 500

/** Announces the mails and deliveries again that nobody looks after; two who look after one take turns. */
export async function wakeMessages(scope: OrgScope): Promise<number> {
  return withOrg(scope, async (tx) => {
    const before = new Date(now().getTime() - overdueMs)
    const org = scope.orgId
    const lost = await mails.listOverdue(scope, before, atOnce)
    for (const mail of lost) await emit(tx, { name: mailQueued.name, data: { org, mail } })
    const undelivered = await webhooks.listOverdue(scope, before, atOnce)
    for (const delivery of undelivered) await emit(tx, { name: deliveryQueued.name, data: { org, delivery } })
    return lost.length + undelivered.length
  })
}

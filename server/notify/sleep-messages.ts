import type { OrgScope } from '@/server/platform/db'
import * as mails from './mail-store'
import * as webhooks from './webhook-store'

const problem = 'Restored from a backup: it may have been sent, or switched off, since.'

/** After a restore: nothing of the lost time is sent again, and a webhook is off until an owner switches it on. Answers how many. */
export async function sleepMessages(scope: OrgScope): Promise<number> {
  await mails.dropAll(scope, problem)
  return webhooks.disableAll(scope, problem)
}

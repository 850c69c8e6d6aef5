import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import * as store from './delegation-store'

/** One is back: nobody decides in one's place any more. */
export async function endDelegation(actor: Actor, id: string): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    if (!(await store.endDelegation(scope, id, principal.id, now()))) throw notFound('delegation')
    const resource = { type: 'delegation', id }
    await audit.record(scope, { actor: principal.id, action: 'access.delegation_ended', resource, requestId })
  })
}

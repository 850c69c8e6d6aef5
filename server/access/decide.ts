import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { forbidden, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import type { Actor } from '@/server/tenancy'
import { requestDecided } from './events'
import { getRequest } from './get-request'
import { moveRequest } from './request-life'
import type { AccessRequest, Decision } from './schema'
import { startGrant } from './start-grant'
import * as store from './store'

const outcome = { approve: 'approved', reject: 'rejected' } as const

/**
 * Approves or rejects; an approval starts the grant in the same transaction. Of several deciding at once one is heard: who says
 * the same gets its outcome, who says otherwise a conflict.
 */
export async function decide(
  actor: Actor,
  { id, decision, note, policyVersion }: Decision & { id: string; policyVersion: string },
): Promise<AccessRequest> {
  const { scope, principal } = actor
  const to = outcome[decision]
  await withOrg(scope, async (tx) => {
    const row = await store.findRequest(scope, id)
    if (!row) throw notFound('request')
    if (row.principalId === principal.id) throw forbidden('Nobody decides their own request.')
    if (row.state === to) return
    const at = now()
    const grantId = row.state === 'submitted' && to === 'approved' ? newId('grant') : null
    const moment = { at, state: moveRequest(row.state, to), by: principal.id, note: note || null, grantId }
    if (!(await store.decideRequest(scope, id, moment))) {
      // Somebody was faster; what they decided stands.
      const stands = (await store.findRequest(scope, id))?.state ?? 'withdrawn'
      if (stands !== to) moveRequest(stands, to)
      return
    }
    if (grantId) await startGrant(tx, actor, { id: grantId, request: row, policyVersion, at })
    await emit(tx, { name: requestDecided.name, data: { org: scope.orgId, request: id } })
    await notify.tell(scope, {
      to: [row.principalId],
      kind: requestDecided.name,
      title: `${principal.name} ${to} your request for ${row.productTitle}, ${row.port}`,
      body: note,
      link: grantId ? `/catalog/${row.productSlug}` : '/access?show=requests',
    })
    await audit.record(scope, {
      actor: principal.id,
      action: `access.${to}`,
      resource: { type: 'request', id },
      detail: { product: row.productSlug, port: row.port, purpose: row.purpose, ...(grantId && { grant: grantId }) },
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}

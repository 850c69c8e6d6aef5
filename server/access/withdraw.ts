import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { forbidden, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { conclude } from './conclude'
import { getRequest } from './get-request'
import * as store from './request-store'
import type { AccessRequest } from './schema'

/** Takes back one's own request while nobody has decided it. Taking it back again changes nothing. */
export async function withdraw(actor: Actor, id: string): Promise<AccessRequest> {
  const { scope, principal } = actor
  await withOrg(scope, async (tx) => {
    const row = await store.lockRequest(scope, id)
    if (!row) throw notFound('request')
    if (row.principalId !== principal.id) throw forbidden('Only the one who asks can withdraw a request.')
    if (row.state === 'withdrawn') return
    const by = { by: principal.id, byName: principal.name, note: null, at: now(), policyVersion: '' }
    await conclude(tx, scope, row, { to: 'withdrawn', ...by })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.withdrawn',
      resource: { type: 'request', id },
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}

import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { forbidden, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { requestDecided } from './events'
import { getRequest } from './get-request'
import { moveRequest } from './request-life'
import type { AccessRequest } from './schema'
import * as store from './store'

/** Takes back one's own request while nobody has decided it. Taking it back again changes nothing. */
export async function withdraw(actor: Actor, id: string): Promise<AccessRequest> {
  const { scope, principal } = actor
  const row = await store.findRequest(scope, id)
  if (!row) throw notFound('request')
  if (row.principalId !== principal.id) throw forbidden('Only the one who asks can withdraw a request.')
  if (row.state === 'withdrawn') return getRequest(scope, id)
  const state = moveRequest(row.state, 'withdrawn')
  await withOrg(scope, async (tx) => {
    const decided = { at: now(), state, by: principal.id, note: null, grantId: null }
    if (!(await store.decideRequest(scope, id, decided))) {
      moveRequest((await store.findRequest(scope, id))?.state ?? 'withdrawn', state)
    }
    await emit(tx, { name: requestDecided.name, data: { org: scope.orgId, request: id } })
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.withdrawn',
      resource: { type: 'request', id },
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}

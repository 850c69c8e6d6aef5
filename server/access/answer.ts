import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, forbidden, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { dueOf } from './due-of'
import { requestMoved } from './events'
import { getRequest } from './get-request'
import { loadLevels } from './load-levels'
import { moveRequest } from './request-life'
import * as store from './request-store'
import type { AccessRequest } from './schema'

/** Answers what was asked about one's own request, which waits for its deciders again. The same answer again changes nothing. */
export async function answer(actor: Actor, { id, note }: { id: string; note: string }): Promise<AccessRequest> {
  const { scope, principal } = actor
  await withOrg(scope, async (tx) => {
    const row = await store.lockRequest(scope, id)
    if (!row) throw notFound('request')
    if (row.principalId !== principal.id) throw forbidden('Only the one who asks can answer.')
    const last = row.events.at(-1)
    if (row.state === 'submitted' && last?.state === 'answered' && last.note === note) return
    if (row.state !== 'info_needed') throw conflict('Nothing was asked about this request.')
    const asker = row.events.findLast(({ state }) => state === 'info_needed')?.by
    const at = now()
    const state = moveRequest(row.state, 'submitted')
    const levels = await loadLevels(scope)
    const dueAt = dueOf({ ...row, state, movedAt: at }, levels).at
    const moved = { state, movedAt: at, dueAt, remindedAt: null }
    await store.updateRequest(scope, id, moved, { at, state: 'answered', by: principal.id, note })
    await emit(tx, { name: requestMoved.name, data: { org: scope.orgId, request: id } })
    await notify.tell(scope, {
      to: asker ? [asker] : [],
      kind: 'access/request.answered',
      title: `${principal.name} answered about ${row.productTitle}, ${row.port}`,
      body: note,
      link: `/inbox?id=${id}`,
    })
    const resource = { type: 'request', id }
    const { requestId } = actor
    await audit.record(scope, { actor: principal.id, action: 'access.answered', resource, requestId })
  })
  return getRequest(scope, id)
}

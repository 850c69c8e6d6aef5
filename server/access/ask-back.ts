import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import type { Tx } from '@/server/platform/db'
import { conflict, invalid } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { dueOf } from './due-of'
import { requestMoved } from './events'
import { loadLevels } from './load-levels'
import { moveRequest } from './request-life'
import * as store from './request-store'

/** Asks the asker for more; the request waits for them. The same question again changes nothing. */
export async function askBack(tx: Tx, actor: Actor, row: store.StoredRequest, question = ''): Promise<void> {
  const { scope, principal } = actor
  const note = question.trim()
  if (!note) {
    const message = 'Say what you want to know: the asker reads it.'
    throw invalid(message, [{ path: 'note', message }])
  }
  const last = row.events.at(-1)
  if (row.state === 'info_needed' && last?.by === principal.id && last.note === note) return
  if (row.state === 'info_needed') throw conflict('A question waits for its answer already.')
  const at = now()
  const state = moveRequest(row.state, 'info_needed')
  const levels = await loadLevels(scope)
  const dueAt = dueOf({ ...row, state, movedAt: at }, levels).at
  await store.updateRequest(scope, row.id, { state, movedAt: at, dueAt }, { at, state, by: principal.id, note })
  await emit(tx, { name: requestMoved.name, data: { org: scope.orgId, request: row.id } })
  await notify.tell(scope, {
    to: [row.principalId],
    kind: 'access/request.asked',
    title: `${principal.name} asks about your request for ${row.productTitle}, ${row.port}`,
    body: note,
    link: `/access?show=requests`,
  })
  await audit.record(scope, {
    actor: principal.id,
    action: 'access.asked',
    resource: { type: 'request', id: row.id },
    detail: { product: row.productSlug, port: row.port },
    requestId: actor.requestId,
  })
}

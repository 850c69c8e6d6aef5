import * as notify from '@/server/notify'
import type { OrgScope, Tx } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import { requestDecided, requestMoved } from './events'
import { holderMembers } from './holder-members'
import { moveRequest } from './request-life'
import * as store from './request-store'
import { startGrant } from './start-grant'

export interface Outcome {
  to: 'approved' | 'rejected' | 'withdrawn' | 'timed_out'
  /** A principal's id, or `policy` or `system`. */
  by: string
  byName: string
  note: string | null
  at: Date
  policyVersion: string
}

/**
 * Ends a request that is held, in the open transaction; an approval starts its grant with it. Who asked is told, and a domain that
 * now holds something.
 */
export async function conclude(
  tx: Tx,
  scope: OrgScope,
  row: store.StoredRequest,
  { to, by, byName, note, at, policyVersion }: Outcome,
): Promise<string | null> {
  const state = moveRequest(row.state, to)
  const grantId = to === 'approved' ? newId('grant') : null
  const ended = { state, decidedAt: at, decidedBy: by, note, grantId, openKey: null, dueAt: null, movedAt: at }
  await store.updateRequest(scope, row.id, ended, { at, state, by, note })
  await store.skipSteps(scope, row.id)
  if (grantId) await startGrant(tx, scope, { id: grantId, request: row, policyVersion, at, by })
  await emit(tx, { name: requestDecided.name, data: { org: scope.orgId, request: row.id } })
  await emit(tx, { name: requestMoved.name, data: { org: scope.orgId, request: row.id } })
  // Who took it knows; those whose leave was not asked are told by what let it happen.
  if (to === 'withdrawn' || row.breakGlass) return grantId
  const about = `${row.productTitle}, ${row.port}`
  const title = to === 'timed_out' ? `Your request for ${about} timed out` : `${byName} ${to} your request for ${about}`
  const kind = requestDecided.name
  const link = grantId ? `/catalog/${row.productSlug}` : '/access?show=requests'
  await notify.tell(scope, { to: [row.principalId], kind, title, body: note ?? undefined, link })
  if (grantId && row.holderType === 'domain') {
    const to = (await holderMembers(scope, { type: 'domain', id: row.holderId })).filter((id) => id !== row.principalId)
    await notify.tell(scope, { to, kind, title: `Your domain may now read ${about}`, link })
  }
  return grantId
}

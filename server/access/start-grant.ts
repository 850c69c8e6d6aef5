import type { OrgScope, Tx } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { announceEnd } from './announce-end'
import { endOf, parseDuration } from './duration'
import { deliveryDue, grantStarted } from './events'
import { findDelivery } from './find-delivery'
import { liveKey, moveGrant, standsAt } from './grant-life'
import { covered, offered } from './narrow'
import type { StoredRequest } from './request-store'
import * as store from './store'
import { undelivered } from './undelivered'

type Given = { id: string; request: StoredRequest; policyVersion: string; at: Date; by: string }

/** Turns an approved request into a live grant over what was agreed of the port as it is today; an older one of its kind ends. */
export async function startGrant(
  tx: Tx,
  scope: OrgScope,
  { id, request, policyVersion, at, by }: Given,
): Promise<void> {
  const open = await tenancy.openPurposes(scope)
  if (!open.has(request.purpose))
    throw conflict(`The purpose ${request.purpose} has ended since it was asked for: reject the request.`)
  const major = Number(request.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: request.productId, port: request.port, major })
  const wanted = request.terms ?? { ...request, columns: request.columns.length > 0 ? request.columns : null }
  const objects = port && covered(offered(port), wanted.columns)
  if (!port || !objects || objects.length === 0) {
    const gone = port ? 'none of the columns asked for is left' : `it can no longer be read in version ${major}`
    throw conflict(
      `Of ${request.productSlug} ${request.port}, ${gone}: reject the request, so that a newer one is asked for.`,
    )
  }
  const length = parseDuration(wanted.duration)
  if (!length.ok) throw conflict(`The duration of the request ${length.reason}.`)
  const { holderId: principalId, holderType: principalType, delivery, breakGlass } = request
  const place = delivery === 'source' ? await findDelivery(scope, port) : null
  if (delivery === 'source' && !place)
    throw conflict(`${request.productSlug} ${request.port} is no longer delivered into its source: reject the request.`)
  const key = liveKey({ ...request, principalId })
  await endOlder(tx, scope, key, { at, by, note: `Replaced by ${id}` })
  const pending = { at, state: 'pending', by, note: null }
  const { productId, productSlug, productTitle, domainId, purpose } = request
  const given = { principalId, principalType, productId, productSlug, productTitle, domainId, purpose, port: port.name }
  const contract = { productVersion: port.version, contractId: port.contractId, contractVersion: port.contractVersion }
  const times = { startsAt: at, endsAt: endOf(at, length.duration), endedAt: null, warnedAt: null }
  const never = { endedAs: null, endedBy: null, endNote: null, asleepSince: null }
  const source = { delivery, connectionId: place?.id ?? null, ...undelivered }
  const state = place ? ('pending' as const) : moveGrant({ state: 'pending', delivery }, 'active')
  const scopeOf = { objects, rows: wanted.rows, breakGlass, policyVersion }
  const row = { id, requestId: request.id, state, ...given, ...contract, ...scopeOf, ...times, ...never, ...source }
  const active = { ...pending, state, note: 'Delivered by the portal' }
  await store.insertGrant(scope, row, key, place ? [pending] : [pending, active])
  await emit(tx, { name: grantStarted.name, data: { org: scope.orgId, grant: id } })
  if (place) await emit(tx, { name: deliveryDue.name, data: { org: scope.orgId, grant: id } })
}

async function endOlder(tx: Tx, scope: OrgScope, key: string, end: { at: Date; by: string; note: string }) {
  const older = await store.findLive(scope, key)
  if (!older) return
  const as = standsAt(older, end.at).endedAs ?? 'superseded'
  await store.endGrant(scope, older.id, { as, ...end })
  await announceEnd(tx, scope, older)
}

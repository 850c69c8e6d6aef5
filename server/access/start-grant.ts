import type { Tx } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { announceEnd } from './announce-end'
import { endOf, parseDuration } from './duration'
import { deliveryDue, grantStarted } from './events'
import { findDelivery } from './find-delivery'
import { liveKey, moveGrant, standsAt } from './grant-life'
import * as store from './store'

/** Turns an approved request into a live grant over what the port's contract holds today; an older one of its kind ends. */
export async function startGrant(
  tx: Tx,
  { scope, principal }: Actor,
  { id, request, policyVersion, at }: { id: string; request: store.StoredRequest; policyVersion: string; at: Date },
): Promise<void> {
  const major = Number(request.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: request.productId, port: request.port, major })
  if (!port) {
    throw conflict(
      `${request.productSlug} ${request.port} can no longer be read in version ${major}: reject the request, so that a newer one is asked for.`,
    )
  }
  const length = parseDuration(request.duration)
  if (!length.ok) throw conflict(`The duration of the request ${length.reason}.`)
  const key = liveKey(request)
  const older = await store.findLive(scope, key)
  if (older) {
    const as = standsAt(older, at).endedAs ?? 'superseded'
    await store.endGrant(scope, older.id, { as, at, by: principal.id, note: `Replaced by ${id}` })
    await announceEnd(tx, scope, older)
  }
  const pending = { at, state: 'pending', by: principal.id, note: null }
  const { delivery } = request
  const place = delivery === 'source' ? await findDelivery(scope, port) : null
  if (delivery === 'source' && !place)
    throw conflict(`${request.productSlug} ${request.port} is no longer delivered into its source: reject the request.`)
  const { principalId, productId, productSlug, productTitle, domainId, purpose } = request
  const given = { principalId, productId, productSlug, productTitle, domainId, purpose, port: port.name, policyVersion }
  const contract = { productVersion: port.version, contractId: port.contractId, contractVersion: port.contractVersion }
  const objects = port.objects.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }))
  const times = { startsAt: at, endsAt: endOf(at, length.duration), endedAt: null }
  const never = { endedAs: null, endedBy: null, endNote: null, asleepSince: null }
  const nothing = { failedStage: null, problem: null, script: null, mark: null, findings: [], provenAt: null }
  const source = { delivery, connectionId: place?.id ?? null, ...nothing }
  const state = place ? 'pending' : moveGrant({ state: 'pending', delivery }, 'active')
  const row = { id, requestId: request.id, state, ...given, ...contract, objects, ...times, ...never, ...source }
  const active = { ...pending, state, note: 'Delivered by the portal' }
  await store.insertGrant(scope, row, key, place ? [pending] : [pending, active])
  await emit(tx, { name: grantStarted.name, data: { org: scope.orgId, grant: id } })
  if (place) await emit(tx, { name: deliveryDue.name, data: { org: scope.orgId, grant: id } })
}

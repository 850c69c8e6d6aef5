import type { Tx } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { endOf, parseDuration } from './duration'
import { grantEnded, grantStarted } from './events'
import { liveKey, moveGrant, standsAt } from './grant-life'
import * as store from './store'

/** Turns an approved request into a live grant over what the port's contract holds today; an older one of its kind ends. */
export async function startGrant(
  tx: Tx,
  { scope, principal }: tenancy.Actor,
  { id, request, policyVersion, at }: { id: string; request: store.StoredRequest; policyVersion: string; at: Date },
): Promise<void> {
  const open = await tenancy.openPurposes(scope)
  if (!open.has(request.purpose))
    throw conflict(`The purpose ${request.purpose} has ended since it was asked for: reject the request.`)
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
    await emit(tx, { name: grantEnded.name, data: { org: scope.orgId, grant: older.id } })
  }
  const pending = { at, state: 'pending', by: principal.id, note: null }
  const state = moveGrant('pending', 'active')
  const { principalId, productId, productSlug, productTitle, domainId, purpose } = request
  const given = { principalId, productId, productSlug, productTitle, domainId, purpose, port: port.name, policyVersion }
  const contract = { productVersion: port.version, contractId: port.contractId, contractVersion: port.contractVersion }
  const objects = port.objects.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }))
  const times = { startsAt: at, endsAt: endOf(at, length.duration), endedAt: null }
  const never = { endedAs: null, endedBy: null, endNote: null, asleepSince: null }
  const row = { id, requestId: request.id, state, ...given, ...contract, objects, ...times, ...never }
  await store.insertGrant(scope, row, key, [pending, { ...pending, state, note: 'Delivered by the portal' }])
  await emit(tx, { name: grantStarted.name, data: { org: scope.orgId, grant: id } })
}

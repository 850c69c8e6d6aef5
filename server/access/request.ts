import * as audit from '@/server/audit'
import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, invalid, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { newId } from '@/server/platform/ids'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { requestSubmitted } from './events'
import { getRequest } from './get-request'
import { liveKey } from './grant-life'
import { type AccessRequest, type NewRequest, newRequest } from './schema'
import * as store from './store'

/** Asks for one port of a published product, for oneself. Its owners are told. */
export async function request(actor: tenancy.Actor, ask: NewRequest): Promise<AccessRequest> {
  const { scope, principal } = actor
  const { product: slug, port: portName, purpose, reason, duration } = newRequest.parse(ask)
  await tenancy.demandPurpose(scope, purpose)
  const resource = await product.resource(scope, slug)
  if (!resource?.published) throw notFound('product')
  const port = await product.findPort(scope, { productId: resource.id, port: portName })
  if (!port) {
    const message = `${slug} has no port "${portName}" that can be read now: see the ports on its page.`
    throw invalid(message, [{ path: 'port', message }])
  }
  const id = newId('request')
  const row: Omit<store.StoredRequest, 'events'> = {
    id,
    principalId: principal.id,
    productId: resource.id,
    productSlug: port.slug,
    productTitle: port.title,
    domainId: port.domainId,
    port: port.name,
    purpose,
    reason: reason || null,
    duration,
    state: 'submitted',
    productVersion: port.version,
    contractId: port.contractId,
    contractVersion: port.contractVersion,
    createdAt: now(),
    decidedAt: null,
    decidedBy: null,
    note: null,
    grantId: null,
  }
  await withOrg(scope, async (tx) => {
    if (!(await store.insertRequest(scope, row, liveKey(row)))) {
      throw conflict(`You have already asked for ${port.slug} ${port.name} for ${purpose}; that request is undecided.`)
    }
    await emit(tx, { name: requestSubmitted.name, data: { org: scope.orgId, request: id } })
    const owners = await tenancy.domainOwners(scope, port.domainId)
    await notify.tell(scope, {
      to: [...owners, port.ownerId].filter((member) => member !== principal.id),
      kind: requestSubmitted.name,
      title: `${principal.name} asks for ${port.title}, ${port.name}`,
      body: reason,
      link: `/inbox?id=${id}`,
    })
    const detail = { product: port.slug, port: port.name, purpose, duration }
    await audit.record(scope, {
      actor: principal.id,
      action: 'access.requested',
      resource: { type: 'request', id },
      detail,
      requestId: actor.requestId,
    })
  })
  return getRequest(scope, id)
}

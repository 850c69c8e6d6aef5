import type { HeldPort } from '@/server/access'
import type * as policy from '@/server/policy'
import type { ItemObject, Port } from '@/server/product'
import { resourceOf } from './resource-of'
import type { Source } from './schema'

/** What one grant, or one role in a domain, lets its holder search of one port over items today. */
export type ContextReading = {
  source: Source
  title: string
  purpose: string | null
  resource: policy.Resource
  items: ItemObject[]
  /** The policies that let it be searched. */
  because: string[]
  /** Why nobody reads it at this moment; null while it is served. */
  paused: string | null
}

export function contextGranted(held: HeldPort): ContextReading {
  const { grantId, productId, productSlug, portName, domainId, endsAt, policyVersion } = held
  const { productVersion, contractId, contractVersion } = held
  const right = { grant: grantId, endsAt: endsAt.toISOString(), policyVersion }
  const place = { productId, product: productSlug, port: portName, productVersion, contractId, contractVersion }
  return {
    source: { ...right, ...place, objects: [] },
    title: held.productTitle,
    purpose: held.purpose,
    resource: resourceOf({ productId, slug: productSlug, tags: held.productTags, name: portName, domainId }, true),
    items: held.items,
    because: [],
    paused: null,
  }
}

/** Owners and publishers of a domain search its ports without a grant. */
export function contextByRole(port: Port): ContextReading {
  const { productId, slug: product, name, contractId, contractVersion } = port
  const right = { grant: null, endsAt: null, policyVersion: null }
  const place = { productId, product, port: name, productVersion: port.version, contractId, contractVersion }
  return {
    source: { ...right, ...place, objects: [] },
    title: port.title,
    purpose: null,
    resource: resourceOf(port, false),
    items: port.items,
    because: [],
    paused: null,
  }
}

/** An item as policies are asked about it: under the port that shows it. */
export const itemResource = (
  id: string,
  object: ItemObject,
  { resource, source }: ContextReading,
): policy.Resource => ({
  type: 'item',
  id,
  domainId: resource.domainId,
  held: resource.held,
  facts: { connection: object.connection, asset: object.ref },
  within: [
    { type: 'port', id: resource.id },
    { type: 'product', id: source.productId },
  ],
})

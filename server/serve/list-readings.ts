import * as access from '@/server/access'
import { withOrg } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Reading } from './reading'
import type { Source } from './schema'

/** What someone may read of the products named (by slug): by grant, and by their role in a domain. */
export function listReadings(actor: Actor, slugs: string[]): Promise<Reading[]> {
  // One transaction: the right and what it reaches are read as of one moment.
  return withOrg(actor.scope, async () => {
    const resources: NonNullable<Awaited<ReturnType<typeof product.resource>>>[] = []
    for (const slug of slugs) {
      const resource = await product.resource(actor.scope, slug)
      if (resource?.published) resources.push(resource)
    }
    if (resources.length === 0) return []
    const productIds = resources.map(({ id }) => id)
    const held = await access.heldPorts(actor.scope, actor.principal.id, { productIds })
    const readings = held.map(granted)
    for (const resource of resources)
      if (policy.mayReadValues(actor, resource)) readings.push(...(await ofRole(actor, resource.id)))
    return readings
  })
}

/** A grant reads the newest version within its major, and of it the objects and columns it recorded. */
export function granted(held: access.HeldPort): Reading {
  const { grantId, purpose, endsAt, policyVersion, productSlug, portName, productId, ...port } = held
  const grant = { grant: grantId, endsAt: endsAt.toISOString(), policyVersion }
  const id = `${productId}/${portName}`
  return {
    ...reading({ ...port, id, productId, slug: productSlug, name: portName, version: port.productVersion }, grant),
    purpose,
  }
}

/** Owners and publishers of a domain read its published ports without a grant. */
export async function ofRole(actor: Actor, productId: string): Promise<Reading[]> {
  const { ports } = await product.get(actor.scope, { slug: productId })
  const readings: Reading[] = []
  for (const { name: port } of ports) {
    const found = await product.findPort(actor.scope, { productId, port })
    if (found) readings.push(reading(found, { grant: null, endsAt: null, policyVersion: null }))
  }
  return readings
}

type Port = Pick<
  product.Port,
  'id' | 'productId' | 'slug' | 'name' | 'version' | 'domainId' | 'contractId' | 'contractVersion' | 'objects'
>

function reading(port: Port, grant: Pick<Source, 'grant' | 'endsAt' | 'policyVersion'>): Reading {
  const objects = port.objects.map(({ name, snapshotId, hash, columns }) => {
    return { name, snapshot: snapshotId, hash, columns: columns.map((column) => column.name) }
  })
  const { productId, slug, name, version, contractId, contractVersion } = port
  const versions = { productVersion: version, contractId, contractVersion }
  return {
    source: { ...grant, productId, product: slug, port: name, ...versions, objects },
    purpose: null,
    resource: { type: 'port', id: port.id, domainId: port.domainId, published: true, held: grant.grant !== null },
    objects: port.objects,
    several: port.objects.length > 1,
  }
}

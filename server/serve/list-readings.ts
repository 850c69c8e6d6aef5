import * as access from '@/server/access'
import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Reading } from './reading'

type Port = NonNullable<Awaited<ReturnType<typeof product.findPort>>>
type Held = Awaited<ReturnType<typeof access.heldPorts>>[number]

/** What someone may read of the products named (by slug): by grant, and by their role in a domain. */
export async function listReadings(actor: Actor, slugs: string[]): Promise<Reading[]> {
  const held = (await access.heldPorts(actor.scope, actor.principal.id)).filter((one) =>
    slugs.includes(one.productSlug),
  )
  const byGrant = await Promise.all(held.map((one) => granted(actor.scope, one)))
  const byRole = await Promise.all(slugs.map((slug) => ofRole(actor, slug)))
  return [...byGrant.flat(), ...byRole.flat()]
}

/** A grant reads the newest version within its major, and of it the objects and columns it recorded. */
export async function granted(scope: OrgScope, held: Held): Promise<Reading[]> {
  const major = Number(held.productVersion.split('.')[0])
  const port = await product.findPort(scope, { productId: held.productId, port: held.portName, major })
  if (!port) return []
  const objects = port.objects.flatMap((object) => {
    const recorded = held.objects.find((one) => one.object === object.name)
    if (!recorded) return []
    return [{ ...object, columns: object.columns.filter((column) => recorded.columns.includes(column.name)) }]
  })
  const grant = { grant: held.grantId, endsAt: held.endsAt, policyVersion: held.policyVersion }
  return [{ ...reading(port, objects, grant), purpose: held.purpose, several: held.objects.length > 1 }]
}

/** Owners and publishers of a domain read its published ports without a grant. */
export async function ofRole(actor: Actor, slug: string): Promise<Reading[]> {
  const resource = await product.resource(actor.scope, slug)
  if (!resource?.published || !policy.mayReadValues(actor, resource)) return []
  const { ports, slug: known } = await product.get(actor.scope, { slug })
  const found = await Promise.all(
    ports.map((port) => product.findPort(actor.scope, { productId: resource.id, port: port.name })),
  )
  const none = { grant: null, endsAt: null, policyVersion: null }
  return found.flatMap((port) => (port && known ? [reading(port, port.objects, none)] : []))
}

function reading(
  port: Port,
  objects: Port['objects'],
  grant: { grant: string | null; endsAt: string | null; policyVersion: string | null },
): Reading {
  return {
    source: {
      ...grant,
      productId: port.productId,
      product: port.slug,
      port: port.name,
      productVersion: port.version,
      contractId: port.contractId,
      contractVersion: port.contractVersion,
      objects: objects.map(({ name, snapshotId, hash, columns }) => {
        return { name, snapshot: snapshotId, hash, columns: columns.map((column) => column.name) }
      }),
    },
    title: port.title,
    purpose: null,
    resource: { type: 'port', id: port.id, domainId: port.domainId, published: true, held: grant.grant !== null },
    objects,
    several: port.objects.length > 1,
  }
}

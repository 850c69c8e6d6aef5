import * as access from '@/server/access'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { readByRole } from './read-by-role'
import { granted, nameOf, type Reading } from './reading'
import type { ReadablePort } from './schema'

/** Products of one's own domains that are offered; more are read by name all the same. */
const mostByRole = 50

/** The ports someone may read, by grant or by role in a domain, as the editor offers them: with objects, columns and types. */
export async function listPorts(actor: Actor): Promise<ReadablePort[]> {
  const held = await access.heldPorts(actor.scope, actor.principal.id)
  const byGrant = held.map(granted)
  const known = new Set(byGrant.map(({ source }) => `${source.productId}/${source.port}`))
  const byRole = (await ofRoles(actor)).filter(({ source }) => !known.has(`${source.productId}/${source.port}`))
  const readings = [...byGrant, ...byRole]
  return readings.map((reading) => ({
    product: reading.source.product,
    port: reading.source.port,
    purpose: reading.purpose,
    grant: reading.source.grant,
    endsAt: reading.source.endsAt,
    objects: reading.objects.map((object) => ({
      object: object.name,
      name: nameOf(reading, object.name),
      rows: object.rows,
      columns: object.columns.map(({ name, type }) => ({ name, type })),
    })),
  }))
}

async function ofRoles(actor: Actor): Promise<Reading[]> {
  const ask = {
    mine: actor.principal,
    status: 'published' as const,
    sees: ({ published }: { published: boolean }) => published,
    limit: mostByRole,
  }
  const { items } = await product.list(actor.scope, ask)
  return (await Promise.all(items.map(({ id }) => readByRole(actor.scope, id)))).flat()
}

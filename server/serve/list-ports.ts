import * as access from '@/server/access'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { ContextReading } from './context-reading'
import { listContextReadings } from './list-context-readings'
import { listPaused } from './list-paused'
import { readByRole } from './read-by-role'
import { granted, nameOf, type Reading } from './reading'
import type { ReadablePort } from './schema'
import { sightOf } from './sight-of'

/** Products of one's own domains that are offered; more are read by name all the same. */
const mostByRole = 50

/**
 * The ports someone may read, by grant or by role in a domain, as the editor offers them: with objects, columns and types. Of one that
 * is paused it says so.
 */
export async function listPorts(actor: Actor): Promise<ReadablePort[]> {
  const { id, domains } = actor.principal
  const held = await access.heldPorts(actor.scope, id, { domains })
  const byGrant = held.filter(({ items }) => items.length === 0).map(granted)
  const known = new Set(byGrant.map(({ source }) => `${source.productId}/${source.port}`))
  const byRole = (await ofRoles(actor)).filter(({ source }) => !known.has(`${source.productId}/${source.port}`))
  const readings = [...byGrant, ...byRole]
  const paused = await listPaused(
    actor.scope,
    readings.map(({ source }) => source.productId),
  )
  const seen = readings.flatMap((reading) => {
    const sight = sightOf(actor, reading, reading.purpose)
    return sight.effect === 'allow' ? [{ reading, sights: sight.sights }] : []
  })
  const rows = seen.map(
    ({ reading, sights }): ReadablePort => ({
      product: reading.source.product,
      port: reading.source.port,
      shows: 'rows',
      purpose: reading.purpose,
      grant: reading.source.grant,
      endsAt: reading.source.endsAt,
      rows: reading.source.rows ?? null,
      paused: paused(reading.source) ?? null,
      objects: reading.objects.map((object, at) => ({
        object: object.name,
        name: nameOf(reading, object.name),
        rows: sights[at]!.rows === null && !object.condition ? object.rows : null,
        columns: sights[at]!.columns.flatMap(({ name, hidden, masks }) => {
          const type = object.columns.find((one) => one.name === name)?.type ?? ''
          return hidden ? [] : [{ name, type, masks }]
        }),
      })),
    }),
  )
  const context = await listContextReadings(actor, {})
  return [...rows, ...context.map(overItems)]
}

const overItems = ({ source: { product, port, grant, endsAt }, purpose, paused }: ContextReading): ReadablePort => ({
  ...{ product, port, grant, endsAt, purpose, paused },
  shows: 'items',
  rows: null,
  objects: [],
})

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

import { z } from 'zod'
import * as ingestion from '@/server/ingestion'
import { notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import { permitted, router } from '../procedure'

const columnFacts = z.strictObject({
  name: z.string(),
  nulls: z.number(),
  distinct: z.number(),
  /** Whether the distinct values were counted one by one. */
  exact: z.boolean(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** Counts in equal steps from min to max. */
  histogram: z.array(z.number()).nullable(),
})
const objectFacts = z.strictObject({ name: z.string(), rows: z.number(), columns: z.array(columnFacts) })

/** The columns of a port that this actor may read, by object: ranges and shapes are values, and go to readers alone. */
async function readColumns(actor: Actor, ask: { product: string; port: string }) {
  const ports = (await serve.listPorts(actor)).filter((one) => one.product === ask.product && one.port === ask.port)
  const names = ports.flatMap((port) =>
    // What is measured of all rows, in plain, is for those who see all rows of it, in plain.
    port.objects.flatMap(({ object, rows, columns }) =>
      columns.flatMap(({ name, masks }) => (rows !== null && masks.length === 0 ? [`${object}.${name}`] : [])),
    ),
  )
  return new Set(names)
}

/** What was measured of the rows one object shows, in the contract's own names. */
async function objectProfile(actor: Actor, object: product.PortObject, readable: Set<string>) {
  const { profile } = await ingestion.getSnapshot(actor.scope, object.snapshotId)
  const measured = new Map(profile.columns.map((column) => [column.name, column]))
  const columns = object.columns.flatMap(({ name, physical }) => {
    const facts = measured.get(physical)
    if (!facts) return []
    const mine = readable.has(`${object.name}.${name}`)
    const { nulls, distinct, exact } = facts
    const histogram = mine ? (facts.histogram?.map(({ count }) => count) ?? null) : null
    return [
      { name, nulls, distinct, exact, min: (mine && facts.min) || null, max: (mine && facts.max) || null, histogram },
    ]
  })
  return { name: object.name, rows: profile.rows, columns }
}

export const portProfileRouter = router({
  get: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/ports/{port}/profile',
    summary: 'What was measured of the rows a port shows; ranges and shapes for its readers alone',
  })
    .input(z.strictObject({ slug: z.string().min(1).max(60), port: z.string().min(1).max(200) }))
    .output(z.strictObject({ objects: z.array(objectFacts) }))
    .query(async ({ ctx, input }) => {
      const { id } = ctx.demand(await product.resource(ctx.scope, input.slug))
      const found = await product.findPort(ctx.scope, { productId: id, port: input.port })
      // A port of a draft, or of what was retired, is there and shows no rows.
      if (!found && !(await product.get(ctx.scope, input)).ports.some(({ name }) => name === input.port))
        throw notFound('port')
      const readable = await readColumns(ctx.actor, { product: input.slug, port: input.port })
      const objects = found?.objects.map((object) => objectProfile(ctx.actor, object, readable)) ?? []
      return { objects: await Promise.all(objects) }
    }),
})

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
  /** How the caller sees the column: null without a right to the port; masks are named, a row may get any of them. */
  shown: z.union([z.literal('plain'), z.literal('hidden'), z.strictObject({ masks: z.array(z.string()) })]).nullable(),
})
const objectFacts = z.strictObject({
  name: z.string(),
  rows: z.number(),
  /** Whether the caller sees but some of the rows. */
  partly: z.boolean(),
  columns: z.array(columnFacts),
})

type Sight = { partly: boolean; masks: ReadonlyMap<string, string[]> }

/** What this actor sees of a port, by object; nothing of a port that they may not read, or that nobody may. Of several rights, what they show together. */
async function sights(actor: Actor, ask: { product: string; port: string }): Promise<ReadonlyMap<string, Sight>> {
  const readable = (await serve.listPorts(actor)).filter(({ paused }) => paused === null)
  const ports = readable.filter((one) => one.product === ask.product && one.port === ask.port)
  const seen = new Map<string, Sight>()
  for (const { object, rows, columns } of ports.flatMap(({ objects }) => objects)) {
    const masks = new Map(columns.map(({ name, masks }) => [name, masks]))
    seen.set(object, together({ partly: rows === null, masks }, seen.get(object)))
  }
  return seen
}

/** Every row before some; of one column, the fewest masks. */
function together(one: Sight, other: Sight | undefined): Sight {
  if (!other) return one
  if (one.partly !== other.partly) return one.partly ? other : one
  const masks = new Map(one.masks)
  for (const [name, kinds] of other.masks) {
    const known = masks.get(name)
    if (!known || kinds.length < known.length) masks.set(name, kinds)
  }
  return { partly: one.partly, masks }
}

function shownTo(sight: Sight | undefined, name: string): z.infer<typeof columnFacts>['shown'] {
  const masks = sight?.masks.get(name)
  if (!sight) return null
  return masks === undefined ? 'hidden' : masks.length > 0 ? { masks } : 'plain'
}

/** What was measured of the rows one object shows, in the contract's own names. */
async function objectProfile(actor: Actor, object: product.PortObject, sight: Sight | undefined) {
  const { profile } = await ingestion.getSnapshot(actor.scope, object.snapshotId)
  const measured = new Map(profile.columns.map((column) => [column.name, column]))
  const columns = object.columns.flatMap(({ name, physical }) => {
    const facts = measured.get(physical)
    if (!facts) return []
    const shown = shownTo(sight, name)
    // What is measured of all rows, in plain, is for those who see all rows of it, in plain.
    const mine = shown === 'plain' && !sight?.partly
    const { nulls, distinct, exact } = facts
    const histogram = mine ? (facts.histogram?.map(({ count }) => count) ?? null) : null
    return [
      {
        ...{ name, nulls, distinct, exact, histogram, shown },
        min: (mine && facts.min) || null,
        max: (mine && facts.max) || null,
      },
    ]
  })
  return { name: object.name, rows: profile.rows, partly: sight?.partly ?? false, columns }
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
      const { id, published } = ctx.demand(await product.resource(ctx.scope, input.slug))
      const found = await product.findPort(ctx.scope, { productId: id, port: input.port })
      // A port of a draft, or of what was retired, is there and shows no rows.
      const shown = async () => (await product.get(ctx.scope, { ...input, withDraft: !published })).ports
      if (!found && !(await shown()).some(({ name }) => name === input.port)) throw notFound('port')
      const seen = await sights(ctx.actor, { product: input.slug, port: input.port })
      const objects = found?.objects.map((object) => objectProfile(ctx.actor, object, seen.get(object.name))) ?? []
      return { objects: await Promise.all(objects) }
    }),
})

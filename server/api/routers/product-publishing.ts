import { z } from 'zod'
import * as product from '@/server/product'
import { changeShape, checkResult, plannedCheck, productState } from '@/server/product/schema'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import { permitted } from '../procedure'
import { planWritten, publishWhole } from '../written-expectations'

const slug = z.string().min(1).max(60)
const port = z.string().min(1).max(200)
const note = z.string().trim().max(2_000, 'must have at most 2,000 characters')
const ended = z.strictObject({ slug: z.string(), version: z.string(), status: productState })

const plan = z.strictObject({
  version: z.string(),
  leastVersion: z.string(),
  versionFits: z.boolean(),
  published: z.string().nullable(),
  changes: z.array(changeShape),
  problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  ports: z.array(z.strictObject({ port: z.string(), checks: z.array(plannedCheck) })),
  etag: z.string(),
})
const run = z.strictObject({
  id: z.string(),
  version: z.string(),
  port: z.string(),
  occasion: z.enum(['publish', 'advance', 'preview', 'roll_back']),
  /** What was checked: a snapshot's id by object. */
  snapshots: z.record(z.string(), z.string()),
  held: z.boolean(),
  at: z.string(),
  checks: z.array(checkResult),
})
const table = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.json())),
  rowCount: z.number(),
  total: z.number(),
})

/** Whether a grant covers every column of an object: the rows set aside show them all. */
async function readsWhole(actor: Actor, ask: { slug: string; port: string; object: string }) {
  const ports = await serve.listPorts(actor)
  const served = ports.filter(({ paused, rows }) => paused === null && rows === null)
  const held = served.find((each) => each.product === ask.slug && each.port === ask.port)
  const columns = held?.objects.find((each) => each.object === ask.object)?.columns ?? []
  const found = await product.findPort(actor.scope, { productId: ask.slug, port: ask.port })
  const all = found?.objects.find((each) => each.name === ask.object)?.columns ?? []
  return all.length > 0 && all.every(({ name }) => columns.some((column) => column.name === name))
}

/** From draft to retired, and how well what was published holds. */
export const publishing = {
  plan: permitted('edit', 'product', {
    method: 'GET',
    path: '/products/{slug}/plan',
    summary: 'What publishing the draft would check and change',
  })
    .input(z.strictObject({ slug }))
    .output(plan)
    .query(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug))
      const [own, written] = await Promise.all([
        product.planPublication(ctx.scope, input.slug),
        planWritten(ctx.scope, input.slug),
      ])
      return {
        ...own,
        changes: [...own.changes, ...written.changes],
        problems: [...own.problems, ...written.problems],
      }
    }),

  check: permitted('edit', 'product', {
    method: 'POST',
    path: '/products/{slug}/check',
    summary: "Run a port's checks on the draft without publishing",
  })
    .input(z.strictObject({ slug, port }))
    .output(z.strictObject({ port: z.string(), held: z.boolean(), checks: z.array(checkResult) }))
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug))
      return product.previewChecks(ctx.scope, { ...input, signal: ctx.signal })
    }),

  publish: permitted('publish', 'product', {
    method: 'POST',
    path: '/products/{slug}/publish',
    summary: 'Check the draft on its rows and publish it, with what its document expects of it',
  })
    .input(z.strictObject({ slug, note: note.optional() }))
    .output(
      z.strictObject({
        slug: z.string(),
        version: z.string(),
        status: z.literal('published'),
        checks: z.array(checkResult),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug))
      return publishWhole(ctx.actor, { ...input, signal: ctx.signal })
    }),

  deprecate: permitted('publish', 'product', {
    method: 'POST',
    path: '/products/{slug}/deprecate',
    summary: 'Tell readers that a product ends',
  })
    .input(
      z.strictObject({
        slug,
        note: note.min(1),
        endsAt: z.iso.datetime({ offset: true }),
        replacement: slug.optional(),
        version: z.string().optional(),
      }),
    )
    .output(ended)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug))
      return product.deprecate(ctx.actor, input)
    }),

  retire: permitted('publish', 'product', {
    method: 'POST',
    path: '/products/{slug}/retire',
    summary: 'End a product: nobody reads it any more',
  })
    .input(z.strictObject({ slug, note: note.min(1), version: z.string().optional() }))
    .output(ended)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug))
      return product.retire(ctx.actor, input)
    }),

  compare: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/changes',
    summary: 'What changed between two versions',
  })
    .input(z.strictObject({ slug, from: z.string(), to: z.string() }))
    .output(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        level: z.enum(['major', 'minor', 'patch']),
        changes: z.array(changeShape),
      }),
    )
    .query(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug, { draft: [input.from, input.to].includes('draft') }))
      return product.compareVersions(ctx.scope, input)
    }),

  history: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/checks',
    summary: 'How the checks of a product went over time',
  })
    .input(z.strictObject({ slug, port: port.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }))
    .output(z.strictObject({ items: z.array(run) }))
    .query(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug))
      return { items: await product.listCheckHistory(ctx.scope, input) }
    }),

  setAside: permitted('preview', 'product', {
    method: 'GET',
    path: '/products/{slug}/set-aside',
    summary: 'Rows that a port leaves out because they fail its checks',
  })
    .input(
      z.strictObject({ slug, port, object: z.string(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    )
    .output(table)
    .query(async ({ ctx, input }) => {
      const resource = await product.resource(ctx.scope, input.slug)
      const { id } = ctx.demand(resource && { ...resource, held: await readsWhole(ctx.actor, input) })
      return product.listSetAside(ctx.scope, { ...input, productId: id, signal: ctx.signal })
    }),
}

import { z } from 'zod'
import * as observe from '@/server/observe'
import { productLines, promiseRow, promisesAsk, standing } from '@/server/observe/standing-schema'
import * as product from '@/server/product'
import { incidentsCsv, promisesCsv } from '../loop-csv'
import { mayEdit } from '../may-edit'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { pageInput, pageOf } from '../shapes'

const narrowed = { domain: z.string().max(100).optional(), product: z.string().max(100).optional() }

export const standingRouter = router({
  get: permitted('discover', 'product', {
    method: 'GET',
    path: '/loop',
    summary:
      'How things stand: promises kept this week against last, what is open, how long it takes to see, take up and settle it, and how many alarms were right; of products that the caller may find',
  })
    .input(z.strictObject(narrowed))
    .output(standing)
    .query(({ ctx, input }) => {
      ctx.visibility() // Of no products at all it has asked too.
      return observe.getStanding(ctx.scope, { ...input, sees: ctx.finds })
    }),

  promises: permitted('discover', 'product', {
    method: 'GET',
    path: '/loop/promises',
    summary:
      'The products that the caller may find with their promises by kind, and how each stands; what is broken comes first',
  })
    .input(z.strictObject({ ...pageInput, ...promisesAsk.shape }))
    .output(pageOf(promiseRow).extend({ total: z.number() }))
    .query(({ ctx, input }) => {
      ctx.visibility()
      return observe.listPromises(ctx.scope, { ...input, sees: ctx.finds })
    }),

  lines: permitted('discover', 'product', {
    method: 'GET',
    path: '/loop/products/{slug}',
    summary:
      'The promises of a product, with what became of the incidents of each; what was measured is under /measurements',
  })
    .input(z.strictObject({ slug: z.string().max(100) }))
    .output(productLines)
    .query(async ({ ctx, input }) => {
      const of = ctx.demand(await product.resource(ctx.scope, input.slug))
      return observe.listLines(ctx.scope, { productId: of.id ?? '', whole: mayEdit(ctx.actor, of) })
    }),

  export: permitted('discover', 'product', {
    method: 'GET',
    path: '/loop/export',
    summary: 'The matrix of promises, or the incidents of all time, as CSV',
  })
    .input(promisesAsk.extend({ what: z.enum(['promises', 'incidents']) }))
    .output(rawOutput)
    .query(async ({ ctx, input: { what, ...ask } }) => {
      ctx.visibility()
      const sight = { ...ask, sees: ctx.finds }
      const text = await (what === 'promises' ? promisesCsv(ctx.scope, sight) : incidentsCsv(ctx.scope, sight))
      const disposition = { 'content-disposition': `attachment; filename="${what}.csv"` }
      return streamOut(text, 'text/csv; charset=utf-8; header=present', disposition)
    }),
})

import { z } from 'zod'
import * as observe from '@/server/observe'
import { expectation, measurement } from '@/server/observe/schema'
import * as product from '@/server/product'
import { permitted, router } from '../procedure'

const time = z.iso.datetime({ offset: true }).optional()

export const expectationRouter = router({
  list: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/expectations',
    summary: 'What is promised of a product and watched, with how each promise stood last',
  })
    .input(z.strictObject({ slug: z.string().max(100) }))
    .output(z.strictObject({ items: z.array(expectation) }))
    .query(async ({ ctx, input }) => {
      const { id } = ctx.demand(await product.resource(ctx.scope, input.slug))
      return { items: await observe.listExpectations(ctx.scope, id ?? '') }
    }),

  measurements: permitted('discover', 'product', {
    method: 'GET',
    path: '/measurements',
    summary: 'What was measured of one promise, the oldest first: of the last 30 days unless other times are named',
  })
    .input(z.strictObject({ expectation: z.string().max(100), from: time, to: time }))
    .output(z.strictObject({ items: z.array(measurement) }))
    .query(async ({ ctx, input: { expectation: expectationId, from, to } }) => {
      ctx.demand(await observe.findResource(ctx.scope, expectationId))
      return { items: await observe.listMeasurements(ctx.scope, { expectationId, from, to }) }
    }),
})

import { z } from 'zod'
import * as observe from '@/server/observe'
import { expectation, measurementsAsk, muting, point } from '@/server/observe/schema'
import { invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import { permitted, router } from '../procedure'

const one = z.strictObject({ id: z.string().max(100) })

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
    summary:
      'What was measured of one promise, or of all of a product, the oldest first; with a bucket, one entry for each hour or day: its last value, its least and greatest, and how often it was kept',
  })
    .input(measurementsAsk)
    .output(z.strictObject({ items: z.array(point) }))
    .query(async ({ ctx, input: { expectation: id, product: slug, ...ask } }) => {
      if (id === undefined && slug === undefined) throw invalid('Name an expectation or a product.')
      const named = slug === undefined ? undefined : ctx.demand(await product.resource(ctx.scope, slug)).id
      if (id === undefined)
        return { items: await observe.listMeasurements(ctx.scope, { ...ask, of: { productId: named ?? '' } }) }
      const of = ctx.demand(await observe.findResource(ctx.scope, id))
      if (named !== undefined && of.id !== named) throw notFound('promise of this product')
      return { items: await observe.listMeasurements(ctx.scope, { ...ask, of: { expectationId: id } }) }
    }),

  mute: permitted('edit', 'product', {
    method: 'POST',
    path: '/expectations/{id}/mute',
    summary:
      'Tell nobody that a promise is broken until a date, at most 90 days on; it is measured, and its incident is written',
  })
    .input(one.extend(muting.shape))
    .output(expectation)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.mute(ctx.actor, input)
      return observe.getExpectation(ctx.scope, input.id)
    }),

  unmute: permitted('edit', 'product', {
    method: 'POST',
    path: '/expectations/{id}/unmute',
    summary: 'Tell of a promise again that was muted',
  })
    .input(one)
    .output(expectation)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.unmute(ctx.actor, input.id)
      return observe.getExpectation(ctx.scope, input.id)
    }),
})

import { z } from 'zod'
import * as observe from '@/server/observe'
import { backtest, writtenExpectation } from '@/server/observe/added-schema'
import { expectation, measurementsAsk, muting, point, shownExpectation } from '@/server/observe/schema'
import { invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import { mayEdit } from '../may-edit'
import { permitted, router } from '../procedure'

const one = z.strictObject({ id: z.string().max(100) })
const time = z.iso.datetime({ offset: true }).optional()
const slug = z.string().max(100)
const items = z.strictObject({ items: z.array(shownExpectation) })
const written = z.array(writtenExpectation).max(500, 'must be at most 500')

export const expectationRouter = router({
  list: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/expectations',
    summary: 'What is promised or expected of a product and watched, with how each stood last',
  })
    .input(z.strictObject({ slug }))
    .output(items.extend({ etag: z.string() }))
    .query(async ({ ctx, input }) => {
      const of = ctx.demand(await product.resource(ctx.scope, input.slug))
      const found = await observe.listExpectations(ctx.scope, { productId: of.id ?? '', whole: mayEdit(ctx.actor, of) })
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  put: permitted('edit', 'product', {
    method: 'PUT',
    path: '/products/{slug}/expectations',
    summary:
      'Write all that is expected of a product beside its contract; what is left out goes, and what the contract promises stays as it is',
  })
    .input(z.strictObject({ slug, items: written, ifMatch: z.string().max(500).optional() }))
    .output(items.extend({ etag: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const { id = '' } = ctx.demand(await product.resource(ctx.scope, input.slug))
      const ifMatch = input.ifMatch ?? ctx.headers.get('if-match') ?? undefined
      await observe.putExpectations(ctx.actor, { productId: id, items: input.items, ifMatch })
      const found = await observe.listExpectations(ctx.scope, { productId: id, whole: true })
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  backtest: permitted('edit', 'product', {
    method: 'POST',
    path: '/expectations/{id}/backtest',
    summary: 'What an expectation would have said of what is kept: snapshots, days, or what was measured then',
  })
    .input(z.strictObject({ id: z.string().max(100), from: time, to: time }))
    .output(backtest)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      return observe.backtest(ctx.actor, input, ctx.signal)
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
      const named = slug === undefined ? undefined : ctx.demand(await product.resource(ctx.scope, slug))
      const resource = id === undefined ? named : ctx.demand(await observe.findResource(ctx.scope, id))
      if (named && resource?.id !== named.id) throw notFound('promise of this product')
      const of = id === undefined ? { productId: resource?.id ?? '' } : { expectationId: id }
      const whole = mayEdit(ctx.actor, resource!)
      return { items: await observe.listMeasurements(ctx.scope, { ...ask, of, whole }) }
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

  withdrawException: permitted('publish', 'product', {
    method: 'DELETE',
    path: '/expectations/{id}/exception',
    summary: 'Hold a promise to what it was again: the exception that came with an expected incident ends now',
  })
    .input(one)
    .output(expectation)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.withdrawException(ctx.actor, input.id)
      return observe.getExpectation(ctx.scope, input.id)
    }),
})

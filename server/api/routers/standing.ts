import { z } from 'zod'
import * as observe from '@/server/observe'
import { promiseRow, promisesAsk, standing } from '@/server/observe/schema'
import { permitted, router } from '../procedure'
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
})

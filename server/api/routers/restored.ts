import { z } from 'zod'
import { permitted, router } from '../procedure'
import { confirmRestored, countRestored, countsShape, listRestored, restoredShape } from '../restored'

const MOST_ENDED = 1_000

/** What came back by a restore and is not used until an owner says so. */
export const restoredRouter = router({
  get: permitted('administer', 'organisation', {
    method: 'GET',
    path: '/organisation/restored',
    summary: 'What sleeps since a restore: the counts, and the newest of each kind',
  })
    .input(z.strictObject({}))
    .output(restoredShape)
    .query(({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      return listRestored(ctx.scope)
    }),

  count: permitted('administer', 'organisation', {
    method: 'GET',
    path: '/organisation/restored/count',
    summary: 'How much sleeps since a restore',
  })
    .input(z.strictObject({}))
    .output(restoredShape.pick({ since: true, counts: true }))
    .query(({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      return countRestored(ctx.scope)
    }),

  confirm: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/organisation/confirm-restored',
    summary: 'End the restored tokens, invitations and grants that are named, and wake all others',
  })
    .input(z.strictObject({ end: z.array(z.string().max(100)).max(MOST_ENDED).default([]) }))
    .output(z.strictObject({ ended: z.number().int(), woken: countsShape }))
    .mutation(({ ctx, input }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      return confirmRestored(ctx.actor, input.end)
    }),
})

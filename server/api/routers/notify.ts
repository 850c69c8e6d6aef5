import { z } from 'zod'
import * as notify from '@/server/notify'
import { notification } from '@/server/notify/schema'
import { own, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'

const unread = z.number().int()

export const notifyRouter = router({
  list: own({ method: 'GET', path: '/notifications', summary: 'What one was told, the newest first' })
    .input(z.strictObject(pageInput))
    .output(pageOf(notification).extend({ unread }))
    .query(({ ctx, input }) => notify.list(ctx.scope, ctx.actor.principal.id, input)),

  markRead: own({
    method: 'POST',
    path: '/notifications/read',
    summary: 'Mark what one was told as read; without ids, all of it',
  })
    .input(z.strictObject({ ids: z.array(z.string().max(100)).max(200).optional() }))
    .output(z.strictObject({ unread }))
    .mutation(async ({ ctx, input }) => ({
      unread: await notify.markRead(ctx.scope, ctx.actor.principal.id, input.ids),
    })),
})

import { z } from 'zod'
import * as notify from '@/server/notify'
import { choices, newChoices, notification } from '@/server/notify/schema'
import { own, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'

const unread = z.number().int()

export const notifyRouter = router({
  list: own({
    method: 'GET',
    path: '/notifications',
    summary: 'What one was told, the newest first; unread counts 1,000 at most',
  })
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

  choices: own({
    method: 'GET',
    path: '/notifications/choices',
    summary: 'What one is told of, and which of it by mail',
  })
    .input(z.strictObject({}).optional())
    .output(choices)
    .query(({ ctx }) => notify.getChoices(ctx.scope, ctx.actor.principal.id)),

  choose: own({ method: 'PUT', path: '/notifications/choices', summary: 'Say which kinds shall also arrive by mail' })
    .input(newChoices)
    .output(choices)
    .mutation(async ({ ctx, input }) => {
      await notify.setChoices(ctx.scope, ctx.actor.principal.id, input)
      return notify.getChoices(ctx.scope, ctx.actor.principal.id)
    }),
})

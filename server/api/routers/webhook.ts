import { z } from 'zod'
import * as notify from '@/server/notify'
import { delivery, newSecret, newWebhook, webhook, webhookChange } from '@/server/notify/schema'
import type { OrgScope } from '@/server/platform/db'
import type { Resource } from '@/server/policy'
import { permitted, router } from '../procedure'
import { done, ok, pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })
const organisationOf = (scope: OrgScope): Resource => ({ type: 'organisation', id: scope.orgId })
const known = async (scope: OrgScope, id: string) =>
  (await notify.findWebhook(scope, id)) ? organisationOf(scope) : null

export const webhookRouter = router({
  list: permitted('administer', 'organisation', {
    method: 'GET',
    path: '/webhooks',
    summary: 'Where the organisation’s notifications are posted, and whether that works',
  })
    .input(z.strictObject({}).optional())
    .output(z.strictObject({ items: z.array(webhook), nextCursor: z.null() }))
    .query(async ({ ctx }) => {
      ctx.demand(organisationOf(ctx.scope))
      return { items: await notify.listWebhooks(ctx.scope), nextCursor: null }
    }),

  create: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/webhooks',
    summary: 'Make a webhook, signed as Standard Webhooks says; its secret is shown once',
    status: 201,
  })
    .input(newWebhook)
    .output(webhook.extend({ secret: z.string() }))
    .mutation(({ ctx, input }) => {
      ctx.demand(organisationOf(ctx.scope))
      return notify.createWebhook(ctx.actor, input)
    }),

  change: permitted('administer', 'organisation', {
    method: 'PATCH',
    path: '/webhooks/{id}',
    summary: 'Point a webhook elsewhere, switch it off or on',
  })
    .input(webhookChange.extend(one.shape))
    .output(webhook)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      return notify.changeWebhook(ctx.actor, input)
    }),

  rotateSecret: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/webhooks/{id}/secret',
    summary:
      'Give a webhook a new secret, shown once; for 24 hours both sign each message, or with `atOnce` the new alone',
    status: 201,
  })
    .input(newSecret.extend(one.shape))
    .output(webhook.extend({ secret: z.string() }))
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      return notify.rotateSecret(ctx.actor, input)
    }),

  remove: permitted('administer', 'organisation', {
    method: 'DELETE',
    path: '/webhooks/{id}',
    summary: 'Remove a webhook and its log',
  })
    .input(one)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      await notify.removeWebhook(ctx.actor, input.id)
      return ok
    }),

  tryOut: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/webhooks/{id}/test',
    summary: 'Send a webhook a message that tells of nothing; its log shows how that went',
    status: 202,
  })
    .input(one)
    .output(z.strictObject({ delivery: z.string() }))
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      return { delivery: await notify.tryWebhook(ctx.scope, input.id) }
    }),

  deliveries: permitted('administer', 'organisation', {
    method: 'GET',
    path: '/webhooks/{id}/deliveries',
    summary: 'What was sent to a webhook and how that went, the newest first',
  })
    .input(one.extend(pageInput))
    .output(pageOf(delivery))
    .query(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      return notify.listDeliveries(ctx.scope, input)
    }),
})

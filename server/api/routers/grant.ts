import { z } from 'zod'
import * as access from '@/server/access'
import { ending, grantShape } from '@/server/access/schema'
import * as product from '@/server/product'
import { seenBy } from '../approver'
import { permitted, router } from '../procedure'
import { flag, pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })

export const grantRouter = router({
  list: permitted('discover', 'grant', {
    method: 'GET',
    path: '/grants',
    summary: 'Grants that the caller holds (`mine`) or may see, the newest first',
  })
    .input(
      z.strictObject({
        ...pageInput,
        mine: flag.default(false),
        live: flag.default(false),
        product: z.string().max(60).optional(),
      }),
    )
    .output(pageOf(grantShape))
    .query(async ({ ctx, input: { mine, product: slug, ...page } }) => {
      ctx.visibility()
      const named = slug === undefined ? undefined : await product.resource(ctx.scope, slug)
      const productIds = slug === undefined ? undefined : named ? [named.id] : []
      return mine
        ? access.listGrants(ctx.scope, { ...page, productIds, heldBy: ctx.actor.principal.id })
        : access.listGrants(ctx.scope, { ...page, productIds, seenBy: await seenBy(ctx.actor, 'grant') })
    }),

  get: permitted('view', 'grant', { method: 'GET', path: '/grants/{id}', summary: 'A grant by the clock of this call' })
    .input(one)
    .output(grantShape)
    .query(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id, { principal: ctx.actor.principal }))
      return access.getGrant(ctx.scope, input.id)
    }),

  revoke: permitted('revoke', 'grant', {
    method: 'POST',
    path: '/grants/{id}/revoke',
    summary: 'End a grant at once, saying why; its holder gives it back the same way',
  })
    .input(one.extend(ending.shape))
    .output(grantShape)
    .mutation(async ({ ctx, input }) => {
      const as = { principal: ctx.actor.principal, owning: true }
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id, as))
      return access.revoke(ctx.actor, input)
    }),
})

import { z } from 'zod'
import * as observe from '@/server/observe'
import { adjustmentRules, ruleItems } from '@/server/observe/rule-schema'
import { adjusting, incidentDetail } from '@/server/observe/schema'
import * as product from '@/server/product'
import { sightOf } from '../incident-sight'
import { permitted, router } from '../procedure'

const slug = z.string().max(100)
const one = z.strictObject({ id: z.string().max(100) })

export const adjustmentRouter = router({
  adjust: permitted('edit', 'product', {
    method: 'POST',
    path: '/incidents/{id}/adjust',
    summary:
      'Do something about an incident: read its sources again, roll its port back, mark it degraded, pause it, take what is now as the new baseline, open a new version, tell its readers',
  })
    .input(one.extend(adjusting.shape))
    .output(incidentDetail)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.adjust(ctx.actor, input)
      return observe.getIncident(ctx.scope, { id: input.id, whole: true, sight: sightOf(ctx) })
    }),

  rules: permitted('view', 'product', {
    method: 'GET',
    path: '/products/{slug}/adjustment-rules',
    summary: 'What is done by itself about the incidents of a product, and by whose rights',
  })
    .input(z.strictObject({ slug }))
    .output(adjustmentRules)
    .query(async ({ ctx, input }) => {
      const { id = '' } = ctx.demand(await product.resource(ctx.scope, input.slug, { draft: true }))
      const found = await observe.getRules(ctx.scope, id)
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  setRules: permitted('publish', 'product', {
    method: 'PUT',
    path: '/products/{slug}/adjustment-rules',
    summary:
      'Write all that is to be done by itself about the incidents of a product: as who writes it, and no more than they may at that moment',
  })
    .input(z.strictObject({ slug, items: ruleItems, ifMatch: z.string().max(500).optional() }))
    .output(adjustmentRules)
    .mutation(async ({ ctx, input: { slug, items, ifMatch = ctx.headers.get('if-match') ?? undefined } }) => {
      const { id: productId = '' } = ctx.demand(await product.resource(ctx.scope, slug))
      await observe.setRules(ctx.actor, { productId, items, ifMatch })
      const found = await observe.getRules(ctx.scope, productId)
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  undo: permitted('edit', 'product', {
    method: 'POST',
    path: '/adjustments/{id}/undo',
    summary:
      'Take back what was done about an incident, where that can be: a roll back, a mark, a pause, a new baseline',
  })
    .input(one.extend({ note: adjusting.shape.note.optional() }))
    .output(incidentDetail)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      const id = await observe.undoAdjustment(ctx.actor, input)
      return observe.getIncident(ctx.scope, { id, whole: true, sight: sightOf(ctx) })
    }),
})

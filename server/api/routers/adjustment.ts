import { z } from 'zod'
import * as observe from '@/server/observe'
import { adjusting, incidentDetail } from '@/server/observe/schema'
import { sightOf } from '../incident-sight'
import { permitted, router } from '../procedure'

const one = z.strictObject({ id: z.string().max(100) })

export const adjustmentRouter = router({
  adjust: permitted('edit', 'product', {
    method: 'POST',
    path: '/incidents/{id}/adjust',
    summary:
      'Do something about an incident: read its sources again, roll its port back, mark it degraded, pause it, open a new version, tell its readers',
  })
    .input(one.extend(adjusting.shape))
    .output(incidentDetail)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.adjust(ctx.actor, input)
      return observe.getIncident(ctx.scope, { id: input.id, whole: true, sight: sightOf(ctx) })
    }),

  undo: permitted('edit', 'product', {
    method: 'POST',
    path: '/adjustments/{id}/undo',
    summary: 'Take back what was done about an incident, where that can be: a roll back, a mark, a pause',
  })
    .input(one.extend({ note: adjusting.shape.note.optional() }))
    .output(incidentDetail)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      const id = await observe.undoAdjustment(ctx.actor, input)
      return observe.getIncident(ctx.scope, { id, whole: true, sight: sightOf(ctx) })
    }),
})

import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import { driftAsk, driftReport } from '@/server/observe/drift-schema'
import { permitted, router } from '../procedure'

export const driftRouter = router({
  compare: permitted('preview', 'asset', {
    method: 'POST',
    path: '/drift',
    summary: 'How the columns of two snapshots differ, for those who may read the values of both',
  })
    .input(driftAsk)
    .output(driftReport)
    .mutation(async ({ ctx, input }) => {
      for (const id of [input.reference, input.current]) {
        const { assetId } = await ingestion.getSnapshot(ctx.scope, id)
        ctx.demand(await ingestion.findResource(ctx.scope, 'asset', assetId))
      }
      return observe.compareSnapshots(ctx.actor, input, ctx.signal)
    }),
})

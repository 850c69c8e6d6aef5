import { z } from 'zod'
import * as ingestion from '@/server/ingestion'
import { asset, column, profile, snapshotHead } from '@/server/ingestion/schema'
import type { OrgScope } from '@/server/platform/db'
import * as policy from '@/server/policy'
import { permitted, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'

const byId = z.strictObject({ id: z.string() })
const shown = asset.extend({
  schema: z.array(column.extend({ description: z.string().optional() })),
  profile: profile.nullable(),
  /** False where ranges, shapes and frequent values were left out, since the caller may not read them. */
  values: z.boolean(),
})
const resource = (scope: OrgScope, id: string) => ingestion.findResource(scope, 'asset', id)

/** What is left of a profile for those who may not read values: counts and types. */
const withoutValues = (measured: ingestion.Profile): ingestion.Profile => ({
  ...measured,
  columns: measured.columns.map(({ min, max, mean, quantiles, histogram, frequent, ...rest }) => rest),
})

export const assetRouter = router({
  get: permitted('view', 'asset', {
    method: 'GET',
    path: '/assets/{id}',
    summary: 'An asset, its schema and its profile',
  })
    .input(byId)
    .output(shown)
    .query(async ({ ctx, input }) => {
      const values = policy.mayReadValues(ctx.actor, ctx.demand(await resource(ctx.scope, input.id)))
      const { position: _position, completeAt: _completeAt, ...found } = await ingestion.getAsset(ctx.scope, input.id)
      const latest = found.latestSnapshot ? await ingestion.getSnapshot(ctx.scope, found.latestSnapshot) : null
      const described = new Map(found.columns.map(({ name, description }) => [name, description]))
      const schema = (latest?.schema ?? found.columns).map((one) => {
        const description = described.get(one.name)
        return { ...one, ...(description ? { description } : {}) }
      })
      const measured = latest && (values ? latest.profile : withoutValues(latest.profile))
      return { ...found, schema, profile: measured, values }
    }),

  snapshots: permitted('view', 'asset', {
    method: 'GET',
    path: '/assets/{id}/snapshots',
    summary: 'The copies of an asset, newest first, with what changed in the schema',
  })
    .input(z.strictObject({ ...pageInput, id: z.string() }))
    .output(pageOf(snapshotHead))
    .query(async ({ ctx, input: { id, ...page } }) => {
      ctx.demand(await resource(ctx.scope, id))
      return ingestion.listSnapshots(ctx.scope, id, page)
    }),
})

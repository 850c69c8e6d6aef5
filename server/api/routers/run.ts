import { z } from 'zod'
import * as ingestion from '@/server/ingestion'
import { run, runEvent, runState } from '@/server/ingestion/schema'
import type { OrgScope } from '@/server/platform/db'
import { followRun } from '../follow-run'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { pageInput, pageOf } from '../shapes'

const byId = z.strictObject({ id: z.string() })
const resource = (scope: OrgScope, id: string) => ingestion.findResource(scope, 'run', id)

export const runRouter = router({
  list: permitted('discover', 'run', { method: 'GET', path: '/runs', summary: 'Runs one may see, newest first' })
    .input(z.strictObject({ ...pageInput, connectionId: z.string().optional(), state: runState.optional() }))
    .output(pageOf(run))
    .query(async ({ ctx, input }) =>
      ingestion.listRuns(ctx.scope, { ...input, domains: await ctx.reach(), sees: (one) => ctx.sees(one) }),
    ),

  get: permitted('view', 'run', { method: 'GET', path: '/runs/{id}', summary: 'A run and how far it is' })
    .input(byId)
    .output(run)
    .query(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      return ingestion.getRun(ctx.scope, input.id)
    }),

  log: permitted('view', 'run', { method: 'GET', path: '/runs/{id}/log', summary: 'What a run said' })
    .input(byId.extend({ after: z.coerce.number().int().nonnegative().default(0) }))
    .output(z.strictObject({ items: z.array(runEvent), nextCursor: z.null() }))
    .query(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      return { items: await ingestion.listEvents(ctx.scope, input.id, input.after, 500), nextCursor: null }
    }),

  events: permitted('view', 'run', {
    method: 'GET',
    path: '/runs/{id}/events',
    summary: 'A run as server-sent events, until it ends',
  })
    .input(byId)
    .output(rawOutput)
    .query(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      const after = Number(ctx.headers.get('last-event-id') ?? 0) || 0
      return streamOut(followRun(ctx.scope, input.id, ctx.signal, after), 'text/event-stream')
    }),

  cancel: permitted('connect', 'run', { method: 'POST', path: '/runs/{id}/cancel', summary: 'Cancel a run' })
    .input(byId)
    .output(run)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      await ingestion.cancelRun(ctx.actor, input.id)
      return ingestion.getRun(ctx.scope, input.id)
    }),

  accept: permitted('connect', 'run', {
    method: 'POST',
    path: '/runs/{id}/accept',
    summary: 'Accept a held run: the source did shrink',
  })
    .input(byId)
    .output(run)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      await ingestion.acceptRun(ctx.actor, input.id)
      return ingestion.getRun(ctx.scope, input.id)
    }),
})

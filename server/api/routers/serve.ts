import { z } from 'zod'
import * as serve from '@/server/serve'
import { type Answer, answer, ask, heldReceipt, queryRun, readablePort, rowsAsk } from '@/server/serve/schema'
import type { Actor } from '@/server/tenancy'
import type { Context } from '../context'
import { own, permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { pageInput, pageOf } from '../shapes'

/** JSON for the portal, which asks for nothing else here; REST streams where `format` says so. */
const answered = z.union([answer, rawOutput]) as unknown as z.ZodType<Answer>

/** JSON answers whole; every other form streams, with the receipt in a header. */
async function give(ctx: Pick<Context, 'signal'> & { actor: Actor }, plan: serve.Plan) {
  if (plan.format === 'json') return serve.answer(ctx.actor, plan, ctx.signal)
  const { stream, contentType, receipt, file } = await serve.download(ctx.actor, plan, ctx.signal)
  const disposition = `attachment; filename="${file.replace(/[^\w.-]/g, '_')}"`
  return streamOut(stream, contentType, {
    'content-disposition': disposition,
    'x-stoa-receipt': receipt,
  }) as never
}

export const serveRouter = router({
  query: permitted('query', 'port', {
    method: 'POST',
    path: '/query',
    summary: 'Run one SELECT over the ports one holds',
  })
    .input(ask)
    .output(answered)
    .mutation(async ({ ctx, input }) => {
      const plan = await serve.plan(ctx.actor, input)
      for (const { resource } of plan.readings) ctx.demand(resource, 'discover')
      return give(ctx, plan)
    }),

  rows: permitted('query', 'port', {
    method: 'GET',
    path: '/ports/{product}/{port}/rows',
    summary: 'Rows of a port, by columns and one condition',
  })
    .input(rowsAsk)
    .output(answered)
    .query(async ({ ctx, input }) => {
      const plan = await serve.planRows(ctx.actor, input)
      for (const { resource } of plan.readings) ctx.demand(resource, 'discover')
      return give(ctx, plan)
    }),

  ports: own({ method: 'GET', path: '/ports', summary: 'The ports one may read, with their columns' })
    .input(z.strictObject({}))
    .output(pageOf(readablePort))
    .query(async ({ ctx }) => ({ items: await serve.listPorts(ctx.actor), nextCursor: null })),

  receipt: own({
    method: 'GET',
    path: '/receipts/{id}',
    summary: 'What an answer stood on, and whether it still holds',
  })
    .input(z.strictObject({ id: z.string().max(100) }))
    .output(heldReceipt)
    .query(({ ctx, input }) => serve.getReceipt(ctx.actor, input.id)),

  history: own({ method: 'GET', path: '/queries', summary: "One's own queries, newest first" })
    .input(z.strictObject(pageInput))
    .output(pageOf(queryRun))
    .query(({ ctx, input }) => serve.listQueries(ctx.actor, input)),

  cancel: own({
    method: 'POST',
    path: '/queries/{id}/cancel',
    summary: "End one's own running query",
    byAgents: true,
  })
    .input(z.strictObject({ id: z.string().max(100) }))
    .output(queryRun)
    .mutation(({ ctx, input }) => serve.cancel(ctx.actor, input.id)),
})

import { z } from 'zod'
import * as catalog from '@/server/catalog'
import { dismissal, wanted, wantedStates } from '@/server/catalog/schema'
import type { Resource } from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import { permitted, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })

/** The board as the caller may look at it: as a whole, or as one of a domain of theirs; null for neither. */
function boardOf({ actor, sees }: { actor: Actor; sees: (resource: Resource) => boolean }): Resource | null {
  const { orgId, domains } = actor.principal
  const board = { type: 'wanted' as const, id: orgId }
  return [board, ...domains.map(({ id }) => ({ ...board, domainId: id }))].find((each) => sees(each)) ?? null
}

export const wantedRouter = router({
  list: permitted('view', 'wanted', {
    method: 'GET',
    path: '/wanted',
    summary: 'What at least three different people searched for and did not find, the most wanted first; never who',
  })
    .input(z.strictObject({ ...pageInput, state: z.enum(wantedStates).default('open') }))
    .output(pageOf(wanted))
    .query(({ ctx, input }) => {
      ctx.demand(boardOf(ctx))
      return catalog.listWanted(ctx.scope, ctx.visibility(), input)
    }),

  dismiss: permitted('approve', 'wanted', {
    method: 'POST',
    path: '/wanted/{id}/dismiss',
    summary: 'Take a search off the board, with a word why; those who asked are still told if something answers it',
  })
    .input(one.extend(dismissal.shape))
    .output(wanted)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(boardOf(ctx))
      await catalog.dismissWanted(ctx.actor, input)
      return catalog.getWanted(ctx.scope, ctx.visibility(), input.id)
    }),

  reopen: permitted('approve', 'wanted', {
    method: 'POST',
    path: '/wanted/{id}/reopen',
    summary: 'Put a dismissed search back on the board',
  })
    .input(one)
    .output(wanted)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(boardOf(ctx))
      await catalog.reopenWanted(ctx.actor, input)
      return catalog.getWanted(ctx.scope, ctx.visibility(), input.id)
    }),
})

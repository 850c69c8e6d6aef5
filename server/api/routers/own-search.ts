import { z } from 'zod'
import * as catalog from '@/server/catalog'
import { newSavedSearch, recentSearch, savedSearch, searched } from '@/server/catalog/schema'
import { own, permitted, router } from '../procedure'
import { done, ok, pageOf } from '../shapes'

export const ownSearchRouter = router({
  note: permitted('discover', 'product', {
    method: 'POST',
    path: '/recent-searches',
    summary:
      'Say that one searched: it is kept among one’s own last ten, and counted without a name if it finds nothing',
  })
    .input(searched)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await catalog.noteSearch(ctx.scope, ctx.visibility(), { ...input, principal: ctx.actor.principal })
      return ok
    }),

  recent: own({ method: 'GET', path: '/recent-searches', summary: 'One’s own last ten searches, the newest first' })
    .input(z.strictObject({}))
    .output(pageOf(recentSearch))
    .query(async ({ ctx }) => ({
      items: await catalog.listRecent(ctx.scope, ctx.actor.principal.id),
      nextCursor: null,
    })),

  forget: own({
    method: 'POST',
    path: '/recent-searches/forget',
    summary: 'Erase some of one’s own last searches; without ids, all of them',
  })
    .input(z.strictObject({ ids: z.array(z.string().max(100)).max(200).optional() }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await catalog.forgetRecent(ctx.scope, ctx.actor.principal.id, input.ids)
      return ok
    }),

  saved: own({ method: 'GET', path: '/saved-searches', summary: 'One’s own saved searches, by name' })
    .input(z.strictObject({}))
    .output(pageOf(savedSearch))
    .query(async ({ ctx }) => ({
      items: await catalog.listSaved(ctx.scope, ctx.actor.principal.id),
      nextCursor: null,
    })),

  save: own({
    method: 'POST',
    path: '/saved-searches',
    summary: 'Keep a search, its words and filters, under a name of one’s own',
    status: 201,
  })
    .input(newSavedSearch)
    .output(savedSearch)
    .mutation(({ ctx, input }) => catalog.saveSearch(ctx.scope, ctx.actor.principal.id, input)),

  remove: own({ method: 'DELETE', path: '/saved-searches/{id}', summary: 'Remove a saved search of one’s own' })
    .input(z.strictObject({ id: z.string().max(100) }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await catalog.removeSaved(ctx.scope, ctx.actor.principal.id, input.id)
      return ok
    }),

  popular: permitted('discover', 'product', {
    method: 'GET',
    path: '/popular-searches',
    summary: 'What at least five different people searched for and opened, as far as it finds something for the caller',
  })
    .input(z.strictObject({}))
    .output(z.strictObject({ items: z.array(z.strictObject({ question: z.string() })) }))
    .query(async ({ ctx }) => {
      const questions = await catalog.listPopular(ctx.scope, ctx.visibility())
      return { items: questions.map((question) => ({ question })) }
    }),
})

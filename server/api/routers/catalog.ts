import { z } from 'zod'
import * as access from '@/server/access'
import * as catalog from '@/server/catalog'
import {
  facetNames,
  hit,
  searchInput,
  searchResult,
  searchStanding,
  suggestInput,
  suggestion,
} from '@/server/catalog/schema'
import { permitted, router } from '../procedure'

/** A hit with what the caller has of it. */
const joined = hit.extend({ access: z.enum(['held', 'asked', 'none']), until: z.string().nullable() })

/** A question from its beginning, with nothing chosen that could be why nothing is found. */
const isPlain = (input: z.output<typeof searchInput>) =>
  input.cursor === undefined && facetNames.every((facet) => !input[facet])

export const catalogRouter = router({
  search: permitted('discover', 'product', {
    method: 'GET',
    path: '/search',
    summary: 'Find products by words, slips of the finger included; every number counts only what the caller may see',
  })
    .input(searchInput)
    .output(searchResult.extend({ items: z.array(joined) }))
    .query(async ({ ctx, input }) => {
      const { items, ...found } = await catalog.search(ctx.scope, ctx.visibility(), input)
      // A script asks whole questions; the screen says by itself when one is no longer being typed.
      if (ctx.door === 'rest' && found.total === 0 && isPlain(input))
        await catalog.noteMiss(ctx.scope, ctx.visibility(), { principal: ctx.actor.principal, q: input.q })
      const ids = items.map(({ id }) => id)
      const standing = await access.accessState(ctx.scope, ctx.actor.principal.id, ids)
      const join = (one: catalog.Hit) => {
        const { state, until } = standing.get(one.id) ?? { state: 'none' as const, until: null }
        return { ...one, access: state, until }
      }
      return { ...found, items: items.map(join) }
    }),

  suggest: permitted('discover', 'product', {
    method: 'GET',
    path: '/search/suggest',
    summary: 'Completions of what is being typed',
  })
    .input(suggestInput)
    .output(z.strictObject({ items: z.array(suggestion) }))
    .query(async ({ ctx, input }) => ({ items: await catalog.suggest(ctx.scope, ctx.visibility(), input) })),

  standing: permitted('view', 'organisation', {
    method: 'GET',
    path: '/search/engine',
    summary: 'Which engine answers searches, whether it is in step with what is published, and how much of it waits',
  })
    .input(z.strictObject({}))
    .output(searchStanding)
    .query(({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      return catalog.standing(ctx.scope)
    }),

  reindex: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/search/reindex',
    summary: 'Have the whole catalog described again and the engine compared with it, in the background',
    status: 202,
  })
    .input(z.strictObject({}))
    .output(z.strictObject({}))
    .mutation(async ({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      await catalog.askReindex(ctx.scope)
      return {}
    }),
})

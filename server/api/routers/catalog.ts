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
  synonymGroups,
  synonyms,
} from '@/server/catalog/schema'
import * as product from '@/server/product'
import { portMark } from '@/server/product/schema'
import { permitted, router } from '../procedure'

/** A hit with what the caller has of it, and what is said of its ports at this moment. */
const joined = hit.extend({
  access: z.enum(['held', 'asked', 'none']),
  until: z.string().nullable(),
  portMarks: z.array(portMark),
})

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
      const tell = (ids: string[]) =>
        Promise.all([access.accessState(ctx.scope, ctx.actor.principal, ids), product.listMarks(ctx.scope, ids)])
      const { items, told, ...found } = await catalog.search(ctx.scope, ctx.visibility(), input, tell)
      // A script asks whole questions; the screen says by itself when one is no longer being typed.
      if (ctx.door === 'rest' && found.total === 0 && isPlain(input))
        await catalog.noteMiss(ctx.scope, ctx.visibility(), { principal: ctx.actor.principal, q: input.q })
      const [standing, marks] = told
      const join = (one: catalog.Hit) => {
        const { state, until } = standing.get(one.id) ?? { state: 'none' as const, until: null }
        return { ...one, access: state, until, portMarks: marks.get(one.id) ?? [] }
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

  synonyms: permitted('view', 'organisation', {
    method: 'GET',
    path: '/search/synonyms',
    summary: 'Words that mean the same in this organisation: what holds one is found by the others',
  })
    .input(z.strictObject({}))
    .output(synonyms)
    .query(async ({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      const found = await catalog.getSynonyms(ctx.scope)
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  setSynonyms: permitted('administer', 'organisation', {
    method: 'PUT',
    path: '/search/synonyms',
    summary: 'Write the whole list of synonyms; what is published is found by them within moments',
  })
    .input(z.strictObject({ groups: synonymGroups, ifMatch: z.string().max(500).optional() }))
    .output(synonyms)
    .mutation(async ({ ctx, input: { groups, ifMatch = ctx.headers.get('if-match') ?? undefined } }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      const written = await catalog.setSynonyms(ctx.actor, { groups, ifMatch })
      ctx.reply.headers.etag = `"${written.etag}"`
      return written
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

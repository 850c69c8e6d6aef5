import * as serve from '@/server/serve'
import { contextAsk, contextFound, itemAsk, shownItem } from '@/server/serve/schema'
import { own, router } from '../procedure'

export const contextRouter = router({
  search: own({
    method: 'GET',
    path: '/context/search',
    summary: 'Search the items that one may read: under a grant or role, and by the access list of their source',
  })
    .input(contextAsk)
    .output(contextFound)
    .query(({ ctx, input }) => serve.searchContext(ctx.actor, input)),

  item: own({
    method: 'GET',
    path: '/items/{id}',
    summary: 'One item whole, to the letter, with its thread',
  })
    .input(itemAsk)
    .output(shownItem)
    .query(({ ctx, input }) => serve.getItem(ctx.actor, input)),
})

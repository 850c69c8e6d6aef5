import { z } from 'zod'
import * as access from '@/server/access'
import * as agent from '@/server/agent'
import * as tenancy from '@/server/tenancy'
import { purposeList, purposes } from '@/server/tenancy/schema'
import { permitted, router } from '../procedure'

const use = z.strictObject({
  slug: z.string(),
  grants: z.number().int(),
  requests: z.number().int(),
  agents: z.number().int(),
})

export const purposeRouter = router({
  list: permitted('view', 'organisation', {
    method: 'GET',
    path: '/purposes',
    summary: 'What data may be asked for and read for; `ended` are those no longer in the list',
  })
    .input(z.strictObject({}).optional())
    .output(purposes)
    .query(async ({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      const found = await tenancy.getPurposes(ctx.scope)
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  set: permitted('administer', 'organisation', {
    method: 'PUT',
    path: '/purposes',
    summary: 'Write the whole list; a purpose left out ends, and with it what is read under it, from the next call on',
  })
    .input(purposeList.extend({ ifMatch: z.string().max(500).optional() }))
    .output(purposes)
    .mutation(async ({ ctx, input: { items, ifMatch = ctx.headers.get('if-match') ?? undefined } }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      const written = await tenancy.setPurposes(ctx.actor, { items, ifMatch })
      ctx.reply.headers.etag = `"${written.etag}"`
      return written
    }),

  use: permitted('administer', 'organisation', {
    method: 'GET',
    path: '/purposes/use',
    summary: 'What stands under each purpose: live grants, open requests and agents, which end or stop with it',
  })
    .input(z.strictObject({}).optional())
    .output(z.strictObject({ items: z.array(use) }))
    .query(async ({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      const [held, agents] = await Promise.all([access.countByPurpose(ctx.scope), agent.countByPurpose(ctx.scope)])
      const slugs = [...new Set([...held.map(({ slug }) => slug), ...agents.map(({ purpose }) => purpose)])].sort()
      return {
        items: slugs.map((slug) => ({
          ...(held.find((one) => one.slug === slug) ?? { slug, grants: 0, requests: 0 }),
          agents: agents.find(({ purpose }) => purpose === slug)?.agents ?? 0,
        })),
      }
    }),
})

import { z } from 'zod'
import * as access from '@/server/access'
import { newReview, reviewDecision, reviewItem, reviewShape } from '@/server/access/schema'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Resource } from '@/server/policy'
import * as serve from '@/server/serve'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { permitted, router } from '../procedure'

const one = z.strictObject({ id: z.string().max(100) })
const whole = z.strictObject({
  review: reviewShape,
  items: z.array(reviewItem.extend({ lastUsedAt: z.string().nullable() })),
})
/** The grants of one domain, or of all, as policy is asked about them. */
const grantsOf = (domainId: string | null) => ({ type: 'grant' as const, id: '', domainId: domainId ?? undefined })

type Asked = { actor: Actor; sees: (resource: Resource) => boolean }
/** Which grants on a list the caller may be told of. */
const seenBy = ({ actor, sees }: Asked) => ({ principalId: actor.principal.id, of: (grant: Resource) => sees(grant) })

/** With when each grant was last read by. */
async function withUse(scope: OrgScope, { review, items }: Awaited<ReturnType<typeof access.getReview>>) {
  const ids = items.map(({ frozen }) => frozen.id)
  const use = await serve.listUse(scope, ids, now())
  const last = (id: string) => use.get(id)?.lastAt?.toISOString() ?? null
  return { review, items: items.map((item) => ({ ...item, lastUsedAt: last(item.frozen.id) })) }
}

/** A review as the caller may see it. */
const shown = async (ctx: Asked & { scope: OrgScope }, id: string) =>
  withUse(ctx.scope, await access.getReview(ctx.scope, id, seenBy(ctx)))

export const reviewRouter = router({
  list: permitted('view', 'grant', {
    method: 'GET',
    path: '/access-reviews',
    summary: 'Reviews of grants that the caller may see, open ones first',
  })
    .input(z.strictObject({}))
    .output(z.strictObject({ items: z.array(reviewShape), nextCursor: z.null() }))
    .query(async ({ ctx }) => {
      const seesDomain = (domainId: string | null) => ctx.sees(grantsOf(domainId))
      const ask = { domainIds: await ctx.reach(), seesDomain, sees: seenBy(ctx) }
      return { items: await access.listReviews(ctx.scope, ask), nextCursor: null }
    }),

  start: permitted('revoke', 'grant', {
    method: 'POST',
    path: '/access-reviews',
    summary: 'Freeze the list of live grants, of a domain’s products or of all, to be decided by a date',
    status: 201,
  })
    .input(newReview)
    .output(whole)
    .mutation(async ({ ctx, input }) => {
      const domain = input.domain === undefined ? null : await tenancy.findDomain(ctx.scope, input.domain)
      if (input.domain !== undefined && !domain) throw notFound('domain')
      ctx.demand(grantsOf(domain?.id ?? null))
      return shown(ctx, await access.startReview(ctx.actor, { ...input, domainId: domain?.id ?? null }))
    }),

  get: permitted('view', 'grant', {
    method: 'GET',
    path: '/access-reviews/{id}',
    summary: 'A review: each grant as it was when it began, and what was decided',
  })
    .input(one)
    .output(whole)
    .query(async ({ ctx, input }) => {
      const found = await access.getReview(ctx.scope, input.id, seenBy(ctx))
      ctx.demand(grantsOf(found.domainId))
      return withUse(ctx.scope, found)
    }),

  decide: permitted('revoke', 'grant', {
    method: 'POST',
    path: '/access-reviews/{id}/items/{item}/decision',
    summary: 'Keep, narrow or end one grant of a review; the same again changes nothing, another is a conflict',
  })
    .input(one.extend({ item: z.string().max(100), ...reviewDecision.shape }))
    .output(whole)
    .mutation(async ({ ctx, input: { id, ...given } }) => {
      const { domainId, items } = await access.getReview(ctx.scope, id)
      ctx.demand(grantsOf(domainId))
      const item = items.find((one) => one.id === given.item)
      ctx.demand(item ? await access.resource(ctx.scope, 'grant', item.frozen.id) : null)
      await access.decideReviewed(ctx.actor, { review: id, ...given })
      return shown(ctx, id)
    }),
})

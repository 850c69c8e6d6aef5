import { z } from 'zod'
import * as access from '@/server/access'
import {
  credentialsShape,
  deliveryShape,
  ending,
  grantShape,
  renewal,
  requestShape,
  terms,
} from '@/server/access/schema'
import { now } from '@/server/platform/clock'
import type * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { dormantShape, listDormant } from '../dormant'
import { permitted, router } from '../procedure'
import { flag, pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })
const moment = z.iso.datetime({ offset: true })
const reason = z.string().trim().min(1, 'must say why').max(2_000)
const QUARTER = 92 * 86_400_000 // ms

type Asked = { actor: Actor; reach: () => Promise<string[] | undefined>; sees: (resource: policy.Resource) => boolean }
/** Of which grants a list tells: of those one holds, or of all that policy lets one see. */
async function whose({ actor, reach, sees }: Asked, mine: boolean) {
  const principalId = actor.principal.id
  const domainIds = await reach()
  const of = (grant: policy.Resource) => sees(grant)
  if (mine) return { heldBy: principalId, sees: { principalId, of } }
  return { seenBy: domainIds && { domainIds, principalId }, sees: { principalId, of } }
}

export const grantRouter = router({
  list: permitted('discover', 'grant', {
    method: 'GET',
    path: '/grants',
    summary: 'Grants that the caller holds (`mine`) or may see, the newest first',
  })
    .input(
      z.strictObject({
        ...pageInput,
        mine: flag.default(false),
        live: flag.default(false),
        /** Not ended: also those on their way into a source, or out of it. */
        open: flag.default(false),
        product: z.string().max(60).optional(),
      }),
    )
    .output(pageOf(grantShape))
    .query(async ({ ctx, input: { mine, product: slug, ...page } }) => {
      const named = slug === undefined ? undefined : await product.resource(ctx.scope, slug)
      const productIds = slug === undefined ? undefined : named ? [named.id] : []
      return access.listGrants(ctx.scope, { ...page, productIds, ...(await whose(ctx, mine)) })
    }),

  calendar: permitted('discover', 'grant', {
    method: 'GET',
    path: '/grants/calendar',
    summary: 'What ends when: live grants that the caller holds (`mine`) or may see, the first to end at the top',
  })
    .input(z.strictObject({ from: moment.optional(), to: moment.optional(), mine: flag.default(false) }))
    .output(z.strictObject({ items: z.array(grantShape) }))
    .query(async ({ ctx, input: { from, to, mine } }) => {
      const start = from ? new Date(from) : now()
      const end = to ? new Date(to) : new Date(start.getTime() + QUARTER)
      return { items: await access.listEnding(ctx.scope, { from: start, to: end, ...(await whose(ctx, mine)) }) }
    }),

  dormant: permitted('discover', 'grant', {
    method: 'GET',
    path: '/grants/dormant',
    summary: 'Live grants that nobody has used for so many days, and what to do about each',
  })
    .input(z.strictObject({ days: z.coerce.number().int().min(1).max(365).default(30), mine: flag.default(false) }))
    .output(dormantShape)
    .query(async ({ ctx, input: { days, mine } }) => listDormant(ctx.scope, days, await whose(ctx, mine))),

  get: permitted('view', 'grant', { method: 'GET', path: '/grants/{id}', summary: 'A grant by the clock of this call' })
    .input(one)
    .output(grantShape)
    .query(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id, { principal: ctx.actor.principal }))
      return access.getGrant(ctx.scope, input.id)
    }),

  credentials: permitted('request', 'grant', {
    method: 'POST',
    path: '/grants/{id}/credentials',
    summary: 'Make new credentials for the source of one’s own grant: shown once, the old ones end',
    status: 201,
  })
    .input(one)
    .output(credentialsShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id))
      return access.rotateCredentials(ctx.actor, input.id)
    }),

  delivery: permitted('connect', 'grant', {
    method: 'GET',
    path: '/grants/{id}/delivery',
    summary:
      'How a grant stands in its source: what stands open beside it, and the script that an administrator has to run',
  })
    .input(one)
    .output(deliveryShape)
    .query(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id))
      return access.getDelivery(ctx.scope, input.id)
    }),

  revoke: permitted('revoke', 'grant', {
    method: 'POST',
    path: '/grants/{id}/revoke',
    summary: 'End a grant at once, saying why; its holder gives it back the same way',
  })
    .input(one.extend(ending.shape))
    .output(grantShape)
    .mutation(async ({ ctx, input }) => {
      const as = { principal: ctx.actor.principal, owning: true }
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id, as))
      return access.revoke(ctx.actor, input)
    }),

  renew: permitted('request', 'grant', {
    method: 'POST',
    path: '/grants/{id}/renew',
    summary: 'Ask for a grant again, on the terms it had: a new request',
    status: 201,
  })
    .input(one.extend(renewal.shape))
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id, { principal: ctx.actor.principal }))
      return access.renew(ctx.actor, input)
    }),

  narrow: permitted('revoke', 'grant', {
    method: 'POST',
    path: '/grants/{id}/narrow',
    summary: 'Leave a holder less of a grant, saying why: a narrower one takes its place at once',
  })
    .input(one.extend({ terms, note: reason }))
    .output(grantShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'grant', input.id))
      return access.narrowGrant(ctx.actor, input)
    }),
})

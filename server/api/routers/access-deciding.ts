import { z } from 'zod'
import * as access from '@/server/access'
import { bulkDecision, decision, emergency, newDelegation, requestShape, verdict } from '@/server/access/schema'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import { delegation } from '../access-shapes'
import { decidesAs } from '../approver'
import { buildDossier, dossierShape } from '../dossier'
import { own, permitted } from '../procedure'
import { done, ok } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })

/** What deciders do: weigh, decide, ask back, and have their place taken. */
export const deciding = {
  decide: permitted('approve', 'request', {
    method: 'POST',
    path: '/access-requests/{id}/decision',
    summary:
      'Approve, on narrower terms if need be, reject, or ask back; the same again changes nothing, another is a conflict',
  })
    .input(one.extend(decision.shape))
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      const resource = await access.resource(ctx.scope, 'request', input.id)
      const names = await decidesAs(ctx.actor, resource)
      ctx.demand(resource, 'approve', names[0])
      return access.decide(ctx.actor, { ...input, names, policyVersion: await policy.version(ctx.scope) })
    }),

  decideMany: permitted('approve', 'request', {
    method: 'POST',
    path: '/access-requests/decisions',
    summary: 'Decide several requests at once, all or none: for one port, asked for on the same terms',
  })
    .input(bulkDecision)
    .output(z.strictObject({ items: z.array(requestShape) }))
    .mutation(async ({ ctx, input: { ids, ...given } }) => {
      const requests: { id: string; names: Awaited<ReturnType<typeof decidesAs>> }[] = []
      for (const id of ids) {
        const resource = await access.resource(ctx.scope, 'request', id)
        const names = await decidesAs(ctx.actor, resource)
        ctx.demand(resource, 'approve', names[0])
        requests.push({ id, names })
      }
      const policyVersion = await policy.version(ctx.scope)
      return { items: await access.decideMany(ctx.actor, { ...given, requests, policyVersion }) }
    }),

  dossier: permitted('approve', 'request', {
    method: 'GET',
    path: '/access-requests/{id}/dossier',
    summary:
      'What a decider weighs: the columns, what becomes joinable, less that would do, use by peers, earlier decisions',
  })
    .input(one)
    .output(dossierShape)
    .query(async ({ ctx, input: { id } }) => {
      const resource = await access.resource(ctx.scope, 'request', id)
      const { principalId = '' } = ctx.demand(resource, 'approve', (await decidesAs(ctx.actor, resource))[0])
      return buildDossier(ctx.scope, id, principalId)
    }),

  breakGlass: permitted('request', 'product', {
    method: 'POST',
    path: '/access-requests/emergency',
    summary: 'Take access in an emergency, for hours, with a reason; those skipped are told and review it',
    status: 201,
  })
    .input(emergency)
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      const found = await product.resource(ctx.scope, input.product)
      ctx.demand(found, 'discover')
      return access.breakGlass(ctx.actor, input)
    }),

  review: permitted('approve', 'request', {
    method: 'POST',
    path: '/access-requests/{id}/review',
    summary: 'Say whether access that was taken in an emergency was justified; if not, what is left of it ends',
  })
    .input(one.extend(verdict.shape))
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', input.id))
      return access.reviewEmergency(ctx.actor, input)
    }),

  delegations: own({
    method: 'GET',
    path: '/delegations',
    summary: 'Who decides in the caller’s place, and in whose place the caller decides',
  })
    .input(z.strictObject({}).optional())
    .output(z.strictObject({ items: z.array(delegation) }))
    .query(async ({ ctx }) => ({ items: await access.listDelegations(ctx.scope, ctx.actor.principal.id) })),

  delegate: own(
    { method: 'POST', path: '/delegations', summary: 'Let a colleague decide in one’s place for a time', status: 201 },
    'manage',
  )
    .input(newDelegation)
    .output(delegation)
    .mutation(({ ctx, input }) => access.delegate(ctx.actor, input)),

  endDelegation: own({ method: 'DELETE', path: '/delegations/{id}', summary: 'Decide for oneself again' }, 'manage')
    .input(one)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await access.endDelegation(ctx.actor, input.id)
      return ok
    }),
}

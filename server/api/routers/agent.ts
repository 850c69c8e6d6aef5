import { z } from 'zod'
import * as agents from '@/server/agent'
import { act, agent, agentChange, newAgent, newToken } from '@/server/agent/schema'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { token, tokenScope } from '@/server/tenancy/schema'
import { permitted, router } from '../procedure'
import { done, ok, pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })
const made = token.pick({ id: true, name: true, expiresAt: true }).extend({
  token: z.string(),
  scopes: z.array(tokenScope),
})

/** An agent that is to have this sponsor: policy says who may give it one. */
const under = async ({ scope }: Actor, sponsor: string): Promise<policy.Resource | null> =>
  (await tenancy.findMember(scope, sponsor)) ? { type: 'agent', id: '', principalId: sponsor } : null

export const agentRouter = router({
  list: permitted('discover', 'agent', {
    method: 'GET',
    path: '/agents',
    summary: 'The agents one sponsors, or may see, and whether their next call is refused',
  })
    .input(z.strictObject({}).optional())
    .output(z.strictObject({ items: z.array(agent), nextCursor: z.null() }))
    .query(async ({ ctx }) => {
      const everywhere = (await ctx.reach()) === undefined
      const found = await agents.list(ctx.scope, everywhere ? {} : { sponsorId: ctx.actor.principal.id })
      const items = found.filter(({ id, sponsor }) => ctx.sees({ type: 'agent', id, principalId: sponsor }))
      return { items, nextCursor: null }
    }),

  create: permitted('administer', 'agent', {
    method: 'POST',
    path: '/agents',
    summary: 'Make an agent that acts for a member: for oneself, or as one who administers for another',
    status: 201,
  })
    .input(newAgent)
    .output(agent)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await under(ctx.actor, input.sponsor))
      return agents.create(ctx.actor, input)
    }),

  get: permitted('view', 'agent', { method: 'GET', path: '/agents/{id}', summary: 'An agent and its tokens' })
    .input(one)
    .output(agent.extend({ tokens: z.array(token), runs: z.boolean() }))
    .query(async ({ ctx, input: { id } }) => {
      const resource = ctx.demand(await agents.resource(ctx.scope, id))
      const { principal } = ctx.actor
      const runs = policy.decide({ principal, action: 'administer', resource }).effect === 'allow'
      return { ...(await agents.get(ctx.scope, id)), tokens: await tenancy.listTokens(ctx.scope, id), runs }
    }),

  change: permitted('administer', 'agent', {
    method: 'PATCH',
    path: '/agents/{id}',
    summary: 'Change an agent, stop it (`state: stopped`) or let it go on',
  })
    .input(agentChange.extend(one.shape))
    .output(agent)
    .mutation(async ({ ctx, input: { id, ...change } }) => {
      ctx.demand(await agents.resource(ctx.scope, id))
      if (change.sponsor !== undefined) ctx.demand(await under(ctx.actor, change.sponsor))
      return agents.change(ctx.actor, id, change)
    }),

  remove: permitted('administer', 'agent', {
    method: 'DELETE',
    path: '/agents/{id}',
    summary: 'Remove an agent, its tokens and its grants',
  })
    .input(one)
    .output(done)
    .mutation(async ({ ctx, input: { id } }) => {
      ctx.demand(await agents.resource(ctx.scope, id))
      await agents.remove(ctx.actor, id)
      return ok
    }),

  createToken: permitted('administer', 'agent', {
    method: 'POST',
    path: '/agents/{id}/tokens',
    summary: 'Make a token of an agent; it is shown once and ends with the agent',
    status: 201,
  })
    .input(newToken.extend(one.shape))
    .output(made)
    .mutation(async ({ ctx, input: { id, ...input } }) => {
      ctx.demand(await agents.resource(ctx.scope, id))
      return agents.createToken(ctx.actor, id, input)
    }),

  removeToken: permitted('administer', 'agent', {
    method: 'DELETE',
    path: '/agents/{id}/tokens/{tokenId}',
    summary: 'End a token of an agent at once',
  })
    .input(one.extend({ tokenId: z.string().max(100) }))
    .output(done)
    .mutation(async ({ ctx, input: { id, tokenId } }) => {
      ctx.demand(await agents.resource(ctx.scope, id))
      await agents.removeToken(ctx.actor, id, tokenId)
      return ok
    }),

  acts: permitted('view', 'agent', {
    method: 'GET',
    path: '/agents/{id}/acts',
    summary: 'What an agent did: asked, allowed or refused and why, and how many rows it got; the newest first',
  })
    .input(z.strictObject({ ...pageInput, ...one.shape, outcome: act.shape.outcome.optional() }))
    .output(pageOf(act))
    .query(async ({ ctx, input: { id, limit, ...ask } }) => {
      ctx.demand(await agents.resource(ctx.scope, id))
      const found = await agents.listActs(ctx.scope, id, { ...ask, limit: limit + 1 })
      const items = found.slice(0, limit)
      return { items, nextCursor: found.length > limit ? items.at(-1)!.id : null }
    }),
})

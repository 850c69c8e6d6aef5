import { z } from 'zod'
import type { OrgScope } from '@/server/platform/db'
import type { Resource } from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import { domain, domainRole, member, memberChange, newDomain, newMember } from '@/server/tenancy/schema'
import { buildHandOver, handOver, handOverAsk, handOverShape } from '../hand-over'
import { permitted, router } from '../procedure'
import { done, ok } from '../shapes'

const organisationOf = (scope: OrgScope): Resource => ({ type: 'organisation', id: scope.orgId })
const known = async (scope: OrgScope, id: string) =>
  (await tenancy.findMember(scope, id)) ? organisationOf(scope) : null
const members = z.strictObject({ items: z.array(member), nextCursor: z.null() })

export const memberRouter = router({
  list: permitted('view', 'organisation', {
    method: 'GET',
    path: '/members',
    summary: 'The people of the organisation',
  })
    .input(z.strictObject({}))
    .output(members)
    .query(async ({ ctx }) => {
      ctx.demand(organisationOf(ctx.scope))
      const items = (await tenancy.listMembers(ctx.scope)).map(({ epoch: _, ...one }) => one)
      return { items, nextCursor: null }
    }),

  invite: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/members',
    summary: 'Invite a person by a link',
    status: 201,
  })
    .input(newMember)
    .output(member.extend({ invitation: z.strictObject({ code: z.string(), url: z.string(), expiresAt: z.string() }) }))
    .mutation(({ ctx, input }) => {
      ctx.demand(organisationOf(ctx.scope))
      return tenancy.inviteMember(ctx.actor, input)
    }),

  change: permitted('administer', 'organisation', {
    method: 'PATCH',
    path: '/members/{id}',
    summary: "Change a member's role, disable or enable them",
  })
    .input(memberChange.extend({ id: z.string() }))
    .output(member)
    .mutation(async ({ ctx, input: { id, ...change } }) => {
      ctx.demand(await known(ctx.scope, id))
      return tenancy.changeMember(ctx.actor, id, change)
    }),

  remove: permitted('administer', 'organisation', {
    method: 'DELETE',
    path: '/members/{id}',
    summary: 'Remove a member or take an invitation back',
  })
    .input(z.strictObject({ id: z.string() }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      await tenancy.changeMember(ctx.actor, input.id, { state: 'removed' })
      return ok
    }),

  handOver: permitted('administer', 'organisation', {
    method: 'GET',
    path: '/members/{id}/hand-over',
    summary: 'What somebody owns, approves, sponsors and holds: what is to be handed over when they leave',
  })
    .input(z.strictObject({ id: z.string() }))
    .output(handOverShape)
    .query(async ({ ctx, input }) => {
      ctx.demand(await known(ctx.scope, input.id))
      return buildHandOver(ctx.scope, input.id)
    }),

  takeOver: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/members/{id}/hand-over',
    summary:
      'Give what somebody owns, approves and sponsors to a colleague, and end what they hold; each kind by itself',
  })
    .input(handOverAsk.extend({ id: z.string() }))
    .output(handOverShape)
    .mutation(async ({ ctx, input: { id, ...ask } }) => {
      ctx.demand(await known(ctx.scope, id))
      return handOver(ctx.actor, id, ask)
    }),
})

const domainOf = async (scope: OrgScope, slug: string): Promise<Resource | null> => {
  const found = await tenancy.findDomain(scope, slug)
  return found && { type: 'domain', id: found.id, domainId: found.id }
}
const place = { slug: z.string(), memberId: z.string() }

export const domainRouter = router({
  list: permitted('view', 'organisation', {
    method: 'GET',
    path: '/domains',
    summary: 'The domains and who is in them',
  })
    .input(z.strictObject({}))
    .output(z.strictObject({ items: z.array(domain), nextCursor: z.null() }))
    .query(async ({ ctx }) => {
      ctx.demand(organisationOf(ctx.scope))
      const found = await tenancy.listDomains(ctx.scope)
      const items = found.filter(({ id }) => ctx.sees({ type: 'domain', id, domainId: id }))
      return { items, nextCursor: null }
    }),

  create: permitted('administer', 'organisation', {
    method: 'POST',
    path: '/domains',
    summary: 'Make a domain',
    status: 201,
  })
    .input(newDomain)
    .output(domain)
    .mutation(({ ctx, input }) => {
      ctx.demand(organisationOf(ctx.scope))
      return tenancy.createDomain(ctx.actor, input)
    }),

  setMember: permitted('administer', 'domain', {
    method: 'PUT',
    path: '/domains/{slug}/members/{memberId}',
    summary: 'Give a member a role in a domain',
  })
    .input(z.strictObject({ ...place, role: domainRole }))
    .output(domain)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await domainOf(ctx.scope, input.slug))
      return tenancy.setDomainMember(ctx.actor, input.slug, input.memberId, input.role)
    }),

  removeMember: permitted('administer', 'domain', {
    method: 'DELETE',
    path: '/domains/{slug}/members/{memberId}',
    summary: 'Take a member out of a domain',
  })
    .input(z.strictObject(place))
    .output(domain)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await domainOf(ctx.scope, input.slug))
      return tenancy.setDomainMember(ctx.actor, input.slug, input.memberId, null)
    }),
})

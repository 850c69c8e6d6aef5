import { z } from 'zod'
import * as access from '@/server/access'
import {
  coveredObjects,
  decision,
  newRequest,
  purposes,
  requestShape,
  requestStates,
  standing,
} from '@/server/access/schema'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { decides, seenBy } from '../approver'
import { own, permitted, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })
const boxes = z.enum(['mine', 'decide', 'decided', 'all']).default('all')

/** What a decider weighs: what is asked for, and what the asker holds already. */
const dossier = z.strictObject({
  request: requestShape,
  email: z.string(),
  role: z.string(),
  domains: z.array(z.string()),
  version: z.string().nullable(),
  objects: z.array(
    z.strictObject({
      name: z.string(),
      rows: z.number(),
      columns: z.array(z.strictObject({ name: z.string(), type: z.string(), classification: z.string().nullable() })),
    }),
  ),
  holds: z.array(
    z.strictObject({
      id: z.string(),
      product: z.string(),
      productTitle: z.string(),
      port: z.string(),
      purpose: z.string(),
      expiresAt: z.string(),
      objects: coveredObjects,
    }),
  ),
  earlier: z.array(requestShape),
  holders: z.number(),
})

async function productOf(scope: tenancy.Actor['scope'], slug: string) {
  const found = await product.resource(scope, slug)
  return found && { ...found, type: 'product' as const }
}

export const accessRouter = router({
  purposes: own({ method: 'GET', path: '/purposes', summary: 'What data may be asked for, as requests name it' })
    .input(z.strictObject({}).optional())
    .output(
      z.strictObject({
        items: z.array(z.strictObject({ slug: z.string(), title: z.string(), description: z.string() })),
      }),
    )
    .query(() => ({ items: purposes.map((one) => ({ ...one })) })),

  list: permitted('discover', 'request', {
    method: 'GET',
    path: '/access-requests',
    summary: 'Requests that the caller made, may decide (the oldest first) or may see',
  })
    .input(z.strictObject({ ...pageInput, box: boxes, state: z.enum(requestStates).optional() }))
    .output(pageOf(requestShape))
    .query(async ({ ctx, input: { box, state, ...page } }) => {
      ctx.visibility()
      const me = ctx.actor.principal.id
      const states = state && [state]
      if (box === 'mine') return access.listRequests(ctx.scope, { ...page, principalId: me, states })
      if (box === 'all')
        return access.listRequests(ctx.scope, { ...page, seenBy: await seenBy(ctx.actor, 'request'), states })
      const own = { domainIds: await decides(ctx.actor), notPrincipalId: me }
      return box === 'decide'
        ? access.listRequests(ctx.scope, { ...page, ...own, states: ['submitted'], oldest: true })
        : access.listRequests(ctx.scope, { ...page, ...own, states: states ?? ['approved', 'rejected', 'withdrawn'] })
    }),

  waiting: permitted('discover', 'request', {
    method: 'GET',
    path: '/access-requests/waiting',
    summary: 'How many requests wait for the caller’s decision',
  })
    .input(z.strictObject({}).optional())
    .output(z.strictObject({ count: z.number(), decides: z.boolean() }))
    .query(async ({ ctx }) => {
      ctx.visibility()
      const domainIds = await decides(ctx.actor)
      const count = await access.countRequests(ctx.scope, { domainIds, notPrincipalId: ctx.actor.principal.id })
      return { count, decides: domainIds.length > 0 }
    }),

  request: permitted('request', 'product', {
    method: 'POST',
    path: '/access-requests',
    summary: 'Ask for a port, for a purpose and a time',
    status: 201,
  })
    .input(newRequest)
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await productOf(ctx.scope, input.product))
      return access.request(ctx.actor, input)
    }),

  get: permitted('view', 'request', {
    method: 'GET',
    path: '/access-requests/{id}',
    summary: 'A request; with wait (seconds), as soon as it is decided',
  })
    .input(one.extend({ wait: z.coerce.number().int().min(0).max(30, 'must be at most 30 seconds').default(0) }))
    .output(requestShape)
    .query(async ({ ctx, input: { id, wait } }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', id))
      return access.getRequest(ctx.scope, id, { wait, signal: ctx.signal })
    }),

  withdraw: permitted('request', 'request', {
    method: 'POST',
    path: '/access-requests/{id}/withdraw',
    summary: 'Take back one’s own undecided request',
  })
    .input(one)
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', input.id))
      return access.withdraw(ctx.actor, input.id)
    }),

  decide: permitted('approve', 'request', {
    method: 'POST',
    path: '/access-requests/{id}/decision',
    summary: 'Approve or reject; the same decision again changes nothing, another one is a conflict',
  })
    .input(one.extend(decision.shape))
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', input.id))
      return access.decide(ctx.actor, { ...input, policyVersion: await policy.version(ctx.scope) })
    }),

  dossier: permitted('approve', 'request', {
    method: 'GET',
    path: '/access-requests/{id}/dossier',
    summary: 'What a decider weighs: the columns asked for and what the asker holds already',
  })
    .input(one)
    .output(dossier)
    .query(async ({ ctx, input: { id } }) => {
      const { principalId = '' } = ctx.demand(await access.resource(ctx.scope, 'request', id))
      return buildDossier(ctx.scope, id, principalId)
    }),

  standing: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/access',
    summary: 'What the caller holds of a product or has asked for, and who decides',
  })
    .input(z.strictObject({ slug: z.string().max(60) }))
    .output(standing.extend({ deciders: z.array(z.string()), holders: z.enum(['hidden', 'seen', 'revocable']) }))
    .query(async ({ ctx, input }) => {
      const { id, domainId = '' } = ctx.demand(await productOf(ctx.scope, input.slug))
      const none = { state: 'none' as const, until: null, grants: [], requests: [] }
      const found = (await access.accessState(ctx.scope, ctx.actor.principal.id, [id])).get(id) ?? none
      const owners = await tenancy.domainOwners(ctx.scope, domainId)
      const people = await tenancy.listMembers(ctx.scope)
      const may = (action: policy.Action) => {
        const resource = { type: 'grant' as const, id: '', domainId }
        return policy.decide({ principal: ctx.actor.principal, action, resource }).effect === 'allow'
      }
      const holders = may('revoke') ? ('revocable' as const) : may('view') ? ('seen' as const) : ('hidden' as const)
      return {
        ...found,
        holders,
        deciders: people.filter((member) => owners.includes(member.id)).map(({ name }) => name),
      }
    }),
})

async function buildDossier(scope: tenancy.Actor['scope'], id: string, principalId: string) {
  const request = await access.getRequest(scope, id)
  const target = await product.resource(scope, request.product)
  const page = { limit: 50 }
  const [asker, port, grants, requests, holders] = await Promise.all([
    tenancy.findMember(scope, principalId),
    target && product.findPort(scope, { productId: target.id, port: request.port }),
    access.listGrants(scope, { ...page, principalId, live: true }),
    access.listRequests(scope, { ...page, principalId, productIds: target ? [target.id] : [] }),
    access.listGrants(scope, { limit: 200, productIds: target ? [target.id] : [], live: true }),
  ])
  return {
    request,
    email: asker?.email ?? '',
    role: asker?.role ?? '',
    domains: asker?.domains.map(({ name }) => name) ?? [],
    version: port?.version ?? null,
    objects: (port?.objects ?? []).map(({ name, rows, columns }) => ({
      name,
      rows,
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type,
        classification: column.classification,
      })),
    })),
    holds: grants.items.map(({ id, product, productTitle, port, purpose, expiresAt, objects }) => ({
      id,
      product,
      productTitle,
      port,
      purpose,
      expiresAt,
      objects,
    })),
    earlier: requests.items.filter((other) => other.id !== id),
    holders: new Set(
      holders.items
        .filter((grant) => grant.port === request.port && grant.principal !== principalId)
        .map(({ principal }) => principal),
    ).size,
  }
}

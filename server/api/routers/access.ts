import { z } from 'zod'
import * as access from '@/server/access'
import type { AccessRequest } from '@/server/access/schema'
import { givenAnswer, newRequest, openStates, requestShape, requestStates, standing } from '@/server/access/schema'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { requestPreview } from '../access-shapes'
import { inNamesOf, saysIn, turnOf } from '../approver'
import { mayBreakGlass } from '../may-break-glass'
import { permitted, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'
import { deciding } from './access-deciding'

const one = z.strictObject({ id: z.string().max(100) })
const boxes = z.enum(['mine', 'decide', 'asked', 'review', 'decided', 'all']).default('all')
const ended = ['approved', 'rejected', 'withdrawn', 'timed_out'] as const

async function productOf(scope: tenancy.Actor['scope'], slug: string) {
  const found = await product.resource(scope, slug)
  return found && { ...found, type: 'product' as const }
}
/** Columns as an address writes them. */
const named = (columns: string | undefined) => columns?.split(',').map((column) => column.trim())

export const accessRouter = router({
  ...deciding,

  list: permitted('discover', 'request', {
    method: 'GET',
    path: '/access-requests',
    summary:
      'Requests that the caller made, may decide (the oldest first), asked back about, has to review, or may see',
  })
    .input(z.strictObject({ ...pageInput, box: boxes, state: z.enum(requestStates).optional() }))
    .output(pageOf(requestShape))
    .query(async ({ ctx, input: { box, state, ...page } }) => {
      ctx.visibility()
      const sees = await seenIn(ctx, box)
      return access.listRequests(ctx.scope, { ...page, ...(await filterOf(ctx, box, state)), sees })
    }),

  waiting: permitted('discover', 'request', {
    method: 'GET',
    path: '/access-requests/waiting',
    summary: 'How many requests wait for the caller’s decision; 1,000 are counted at most',
  })
    .input(z.strictObject({}).optional())
    .output(z.strictObject({ count: z.number(), decides: z.boolean() }))
    .query(async ({ ctx }) => {
      const turn = await turnOf(ctx.actor)
      ctx.visibility()
      const sees = await seenIn(ctx, 'decide')
      const count = await access.countWaiting(ctx.scope, turn, sees)
      return { count, decides: turn.as.some(({ domainIds }) => domainIds.length > 0) }
    }),

  preview: permitted('request', 'product', {
    method: 'GET',
    path: '/access-requests/preview',
    summary: 'Who would decide a request, and how long that usually takes; nothing is sent',
  })
    .input(
      z.strictObject({
        product: newRequest.shape.product,
        port: newRequest.shape.port,
        for: newRequest.shape.for,
        /** `object.column`, separated by commas. */
        columns: z.string().max(20_000).optional(),
        rows: newRequest.shape.rows,
      }),
    )
    .output(requestPreview)
    .query(async ({ ctx, input }) => {
      ctx.demand(await productOf(ctx.scope, input.product))
      return access.preview(ctx.actor, { ...input, columns: named(input.columns) })
    }),

  request: permitted('request', 'product', {
    method: 'POST',
    path: '/access-requests',
    summary: 'Ask for a port, for a purpose and a time; for oneself, a domain one is in, or an agent one sponsors',
    status: 201,
  })
    .input(newRequest)
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await productOf(ctx.scope, input.product))
      return access.request(ctx.actor, input, { policyVersion: await policy.version(ctx.scope) })
    }),

  submit: permitted('request', 'request', {
    method: 'POST',
    path: '/access-requests/{id}/submit',
    summary: 'Send a request that was kept as a draft',
  })
    .input(one)
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', input.id))
      return access.submit(ctx.actor, input.id)
    }),

  get: permitted('view', 'request', {
    method: 'GET',
    path: '/access-requests/{id}',
    summary: 'A request; with wait (seconds), as soon as it is decided or asked about',
  })
    .input(one.extend({ wait: z.coerce.number().int().min(0).max(30, 'must be at most 30 seconds').default(0) }))
    .output(requestShape)
    .query(async ({ ctx, input: { id, wait } }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', id))
      return access.getRequest(ctx.scope, id, { wait, signal: ctx.signal })
    }),

  answer: permitted('request', 'request', {
    method: 'POST',
    path: '/access-requests/{id}/answer',
    summary: 'Answer what a decider asked about one’s own request',
  })
    .input(one.extend(givenAnswer.shape))
    .output(requestShape)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await access.resource(ctx.scope, 'request', input.id))
      return access.answer(ctx.actor, input)
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

  standing: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/access',
    summary: 'What the caller holds of a product or has asked for, and who decides',
  })
    .input(z.strictObject({ slug: z.string().max(60) }))
    .output(
      standing.extend({
        deciders: z.array(z.string()),
        holders: z.enum(['hidden', 'seen', 'revocable']),
        /** Ports whose grants may be delivered into the source too. */
        inSource: z.array(z.string()),
        /** Policy names the caller among those who may take access in an emergency. */
        emergency: z.boolean(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { id, domainId = '' } = ctx.demand(await productOf(ctx.scope, input.slug))
      const none = { state: 'none' as const, until: null, grants: [], requests: [] }
      const found = (await access.accessState(ctx.scope, ctx.actor.principal, [id])).get(id) ?? none
      const owners = await tenancy.domainOwners(ctx.scope, domainId)
      const people = await tenancy.listMembers(ctx.scope)
      const deciders = people.filter((member) => owners.includes(member.id)).map(({ name }) => name)
      const { ports } = await product.get(ctx.scope, { slug: input.slug })
      const emergency = await mayBreakGlass(ctx.actor, input.slug, ports)
      const inSource = await deliverable(ctx.scope, ports)
      return { ...found, holders: holdersShown(ctx.actor, domainId), inSource, deciders, emergency }
    }),
})

type Ports = Awaited<ReturnType<typeof product.get>>['ports']
async function deliverable(scope: tenancy.Actor['scope'], ports: Ports): Promise<string[]> {
  const found = await Promise.all(ports.map((port) => access.findDelivery(scope, port)))
  return ports.flatMap(({ name }, n) => (found[n] ? [name] : []))
}

type Asked = {
  actor: tenancy.Actor
  reach: () => Promise<string[] | undefined>
  sees: (resource: policy.Resource, as?: tenancy.Principal) => boolean
}
type Box = z.infer<typeof boxes>

/** Whether a box may tell of a request: what one decides in a colleague's place, one sees with their eyes too. */
async function seenIn({ actor, sees }: Asked, box: Box) {
  const own = box === 'mine' || box === 'all'
  const names = own ? [actor.principal] : await inNamesOf(actor)
  return (request: policy.Resource) => names.some((name) => sees(request, name))
}

/** What a box of the inbox holds of the requests there are. */
async function filterOf({ actor, reach }: Asked, box: Box, state: AccessRequest['state'] | undefined) {
  const states = state && [state]
  const me = actor.principal.id
  if (box === 'mine') return { principalId: me, states }
  const domainIds = box === 'all' ? await reach() : undefined
  if (box === 'all') return { seenBy: domainIds && { domainIds, principalId: me }, states }
  if (box === 'decide') return { turn: await turnOf(actor) }
  const said = { domainIds: await saysIn(actor), notPrincipalId: me }
  if (box === 'review') return { ...said, unreviewed: true, oldest: true }
  if (box === 'asked') return { ...said, states: [openStates[1]], oldest: true }
  return { ...said, states: states ?? [...ended] }
}

/** Whether somebody may know who holds a product, and take it back from them. */
function holdersShown({ principal }: tenancy.Actor, domainId: string) {
  const may = (action: policy.Action) =>
    policy.decide({ principal, action, resource: { type: 'grant', id: '', domainId } }).effect === 'allow'
  return may('revoke') ? ('revocable' as const) : may('view') ? ('seen' as const) : ('hidden' as const)
}

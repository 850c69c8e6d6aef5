import { z } from 'zod'
import * as observe from '@/server/observe'
import { acknowledgement, incident, incidentDetail, incidentStates, resolving } from '@/server/observe/schema'
import * as product from '@/server/product'
import { sightOf } from '../incident-sight'
import { mayEdit } from '../may-edit'
import { permitted, router } from '../procedure'
import { pageInput, pageOf } from '../shapes'

const one = z.strictObject({ id: z.string().max(100) })
/** States joined by commas: any of them will do. */
const states = z
  .string()
  .max(200)
  .transform((text) => text.split(',').map((word) => word.trim()))
  .pipe(z.array(z.enum(incidentStates)))
const narrowed = { product: z.string().max(100).optional(), domain: z.string().max(100).optional() }
const sort = z.enum(['seen', 'need']).default('seen')

export const incidentRouter = router({
  list: permitted('discover', 'product', {
    method: 'GET',
    path: '/incidents',
    summary:
      'What is not as it was promised, of products that the caller may find; what was seen last comes first, or, by need, what needs somebody most: then only what is not resolved',
  })
    .input(z.strictObject({ ...pageInput, state: states.optional(), ...narrowed, sort }))
    .output(pageOf(incident))
    .query(async ({ ctx, input: { state, sort, product: slug, domain, ...page } }) => {
      ctx.visibility() // A list with nothing in it has asked too.
      if (slug !== undefined) ctx.demand(await product.resource(ctx.scope, slug))
      const sight = { sees: ctx.finds, product: slug, domain }
      const ask = { ...page, states: state, sees: ctx.finds }
      if (sort === 'need') return observe.listNeeding(ctx.scope, { ...ask, ...sight })
      const whole = slug === undefined && domain === undefined
      const productIds = whole ? undefined : [...(await observe.listWatched(ctx.scope, sight)).keys()]
      return observe.listIncidents(ctx.scope, { ...ask, productIds })
    }),

  get: permitted('discover', 'product', {
    method: 'GET',
    path: '/incidents/{id}',
    summary: 'One incident: why, since when, what became of it, and the promises that it breaks',
  })
    .input(one)
    .output(incidentDetail)
    .query(async ({ ctx, input }) => {
      const of = ctx.demand(await observe.findResource(ctx.scope, input.id))
      return observe.getIncident(ctx.scope, { id: input.id, whole: mayEdit(ctx.actor, of), sight: sightOf(ctx) })
    }),

  acknowledge: permitted('edit', 'product', {
    method: 'POST',
    path: '/incidents/{id}/acknowledge',
    summary: 'Say that somebody looks after an incident',
  })
    .input(one.extend(acknowledgement.shape))
    .output(incidentDetail)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.acknowledge(ctx.actor, input)
      return observe.getIncident(ctx.scope, { id: input.id, whole: true, sight: sightOf(ctx) })
    }),

  resolve: permitted('edit', 'product', {
    method: 'POST',
    path: '/incidents/{id}/resolve',
    summary:
      'Say what an incident was: fixed, expected, or a false alarm; the last two stay quiet until the promise was kept once. With `exceptUntil` what is expected counts as kept until then, while it is no worse than now: that takes the right to publish',
  })
    .input(one.extend(resolving.shape))
    .output(incidentDetail)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.resolve(ctx.actor, input)
      return observe.getIncident(ctx.scope, { id: input.id, whole: true, sight: sightOf(ctx) })
    }),
})

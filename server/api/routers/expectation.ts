import { z } from 'zod'
import * as observe from '@/server/observe'
import { backtest, expectationDocument, writtenItems } from '@/server/observe/added-schema'
import { offending, offendingAsk } from '@/server/observe/offending-schema'
import { expectation, measurementsAsk, muting, point, shownExpectation } from '@/server/observe/schema'
import { shapes } from '@/server/observe/shapes-schema'
import { forbidden, invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import { mayEdit } from '../may-edit'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'

const one = z.strictObject({ id: z.string().max(100) })
const time = z.iso.datetime({ offset: true }).optional()
const slug = z.string().max(100)
const items = z.strictObject({ items: z.array(shownExpectation) })
/** `document`: the version of the product's own document that says what is added; then nothing else may write it. */
const listed = items.extend({ etag: z.string(), document: z.string().nullable() })
const yamlType = 'application/yaml'

/** JSON for the portal, which never asks for YAML here; REST answers with the document where `format` says so. */
const listedOrDocument = z.union([listed, rawOutput]) as unknown as z.ZodType<z.infer<typeof listed>>
const putInput = z.strictObject({
  slug,
  items: writtenItems.optional(),
  yaml: z.string().optional(),
  ifMatch: z.string().max(500).optional(),
})

function readItems({ items, yaml }: z.infer<typeof putInput>) {
  if (yaml !== undefined && items === undefined) return product.readDocument(yaml, expectationDocument).items
  if (items !== undefined && yaml === undefined) return items
  const message = items ? 'is given beside a document; send one of both' : 'is required'
  throw invalid('Send the document as application/yaml, or as JSON with items.', [{ path: 'items', message }])
}

export const expectationRouter = router({
  list: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/expectations',
    summary:
      'What is promised or expected of a product and watched, with how each stood last, as JSON; or what was added beside the contract, as YAML',
  })
    .input(z.strictObject({ slug, format: z.enum(['json', 'yaml']).default('json') }))
    .output(listedOrDocument)
    .query(async ({ ctx, input }) => {
      const of = ctx.demand(await product.resource(ctx.scope, input.slug))
      const productId = of.id ?? ''
      const whole = mayEdit(ctx.actor, of)
      if (input.format === 'yaml') {
        if (!whole) throw forbidden('The document is for those who may edit the product: ask for JSON.')
        const { yaml, etag } = await observe.getDocument(ctx.scope, productId)
        return streamOut(yaml, yamlType, { etag: `"${etag}"` }) as never
      }
      const found = await observe.listExpectations(ctx.scope, { productId, whole })
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  document: permitted('edit', 'product', {
    method: 'GET',
    path: '/products/{slug}/expectations/document',
    summary: 'What is expected of a product beside its contract, as one YAML document, in JSON',
  })
    .input(z.strictObject({ slug }))
    .output(z.strictObject({ yaml: z.string(), etag: z.string() }))
    .query(async ({ ctx, input }) => {
      const { id = '' } = ctx.demand(await product.resource(ctx.scope, input.slug))
      return observe.getDocument(ctx.scope, id)
    }),

  put: permitted('edit', 'product', {
    method: 'PUT',
    path: '/products/{slug}/expectations',
    summary:
      'Write all that is expected of a product beside its contract, as JSON or YAML; what is left out goes, and what the contract promises stays as it is. Refused while the published document of the product says it',
    accepts: { [yamlType]: 'yaml', 'application/x-yaml': 'yaml', 'text/yaml': 'yaml' },
  })
    .input(putInput)
    .output(listed)
    .mutation(async ({ ctx, input }) => {
      const { id = '' } = ctx.demand(await product.resource(ctx.scope, input.slug))
      const ifMatch = input.ifMatch ?? ctx.headers.get('if-match') ?? undefined
      await observe.putExpectations(ctx.actor, { productId: id, items: readItems(input), ifMatch })
      const found = await observe.listExpectations(ctx.scope, { productId: id, whole: true })
      ctx.reply.headers.etag = `"${found.etag}"`
      return found
    }),

  backtest: permitted('edit', 'product', {
    method: 'POST',
    path: '/expectations/{id}/backtest',
    summary: 'What an expectation would have said of what is kept: snapshots, days, or what was measured then',
  })
    .input(z.strictObject({ id: z.string().max(100), from: time, to: time }))
    .output(backtest)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      return observe.backtest(ctx.actor, input, ctx.signal)
    }),

  rows: permitted('query', 'port', {
    method: 'GET',
    path: '/expectations/{id}/rows',
    summary:
      'Rows that break a promise about single rows, at most 20, as the caller may read the port: for those who see what it is about in plain',
  })
    .input(offendingAsk)
    .output(offending)
    .query(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id), 'discover')
      return observe.listOffending(ctx.actor, input, ctx.signal)
    }),

  shapes: permitted('query', 'port', {
    method: 'GET',
    path: '/expectations/{id}/shapes',
    summary:
      'The values that drift compares, of the reference and of now, counted in steps or one by one: for those who see every row and the column in plain',
  })
    .input(one)
    .output(shapes)
    .query(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id), 'discover')
      return observe.getShapes(ctx.actor, input.id, ctx.signal)
    }),

  measurements: permitted('discover', 'product', {
    method: 'GET',
    path: '/measurements',
    summary:
      'What was measured of one promise, or of all of a product, the oldest first; with a bucket, one entry for each hour or day: its last value, its least and greatest, and how often it was kept',
  })
    .input(measurementsAsk)
    .output(z.strictObject({ items: z.array(point) }))
    .query(async ({ ctx, input: { expectation: id, product: slug, ...ask } }) => {
      if (id === undefined && slug === undefined) throw invalid('Name an expectation or a product.')
      const named = slug === undefined ? undefined : ctx.demand(await product.resource(ctx.scope, slug))
      const resource = id === undefined ? named : ctx.demand(await observe.findResource(ctx.scope, id))
      if (named && resource?.id !== named.id) throw notFound('promise of this product')
      const of = id === undefined ? { productId: resource?.id ?? '' } : { expectationId: id }
      const whole = mayEdit(ctx.actor, resource!)
      return { items: await observe.listMeasurements(ctx.scope, { ...ask, of, whole }) }
    }),

  mute: permitted('edit', 'product', {
    method: 'POST',
    path: '/expectations/{id}/mute',
    summary:
      'Tell nobody that a promise is broken until a date, at most 90 days on; it is measured, and its incident is written',
  })
    .input(one.extend(muting.shape))
    .output(expectation)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.mute(ctx.actor, input)
      return observe.getExpectation(ctx.scope, input.id)
    }),

  unmute: permitted('edit', 'product', {
    method: 'POST',
    path: '/expectations/{id}/unmute',
    summary: 'Tell of a promise again that was muted',
  })
    .input(one)
    .output(expectation)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.unmute(ctx.actor, input.id)
      return observe.getExpectation(ctx.scope, input.id)
    }),

  withdrawException: permitted('publish', 'product', {
    method: 'DELETE',
    path: '/expectations/{id}/exception',
    summary: 'Hold a promise to what it was again: the exception that came with an expected incident ends now',
  })
    .input(one)
    .output(expectation)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await observe.findResource(ctx.scope, input.id))
      await observe.withdrawException(ctx.actor, input.id)
      return observe.getExpectation(ctx.scope, input.id)
    }),
})

import { z } from 'zod'
import { invalid } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import {
  listedProduct,
  type ProductShape,
  productShape,
  productState,
  savedShape,
  suggestion,
} from '@/server/product/schema'
import * as tenancy from '@/server/tenancy'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { flag, pageInput, pageOf } from '../shapes'
import { checkWritten } from '../written-expectations'
import { publishing } from './product-publishing'

const slug = z.string().min(1).max(60)
const version = z.string().max(100).optional()
const yamlType = 'application/yaml'
const quoted = (etag: string) => `"${etag}"`

/** JSON for the portal, which never asks for YAML here; REST answers with the document where `format` says so. */
const productOrDocument = z.union([productShape, rawOutput]) as unknown as z.ZodType<ProductShape>

/** Drafts are for who may see the domain's unpublished work. */
async function seesDrafts(actor: tenancy.Actor, slugOrId: string) {
  const resource = await product.resource(actor.scope, slugOrId, { draft: true })
  return resource !== null && policy.decide({ principal: actor.principal, action: 'view', resource }).effect === 'allow'
}

const saveInput = z.strictObject({
  slug: z.string(),
  yaml: z.string().optional(),
  product: z.unknown().optional(),
  contracts: z.array(z.unknown()).max(50).optional(),
  dryRun: z.union([z.boolean(), z.enum(['true', 'false', ''])]).optional(),
  ifMatch: z.string().max(500).optional(),
})

function readInput({ yaml, product: document, contracts }: z.infer<typeof saveInput>) {
  if (yaml !== undefined) return product.readDocuments({ yaml })
  if (document === undefined)
    throw invalid('Send the documents as application/yaml, or as JSON with product and contracts.', [
      { path: 'product', message: 'is required' },
    ])
  return product.readDocuments({ product: document, contracts })
}

export const productRouter = router({
  ...publishing,

  list: permitted('discover', 'product', {
    method: 'GET',
    path: '/products',
    summary: 'Products that the caller may see',
  })
    .input(
      z.strictObject({
        ...pageInput,
        domain: z.string().optional(),
        status: productState.optional(),
        mine: flag.optional(),
      }),
    )
    .output(pageOf(listedProduct))
    .query(async ({ ctx, input: { domain, mine, ...page } }) => {
      const { principal } = ctx.actor
      ctx.visibility() // A list with nothing in it has asked too.
      return product.list(ctx.scope, { ...page, domain, mine: mine ? principal : undefined, sees: ctx.finds })
    }),

  get: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}',
    summary: 'A product, as JSON or as its ODPS document',
  })
    .input(z.strictObject({ slug, version, format: z.enum(['json', 'odps', 'yaml']).default('json') }))
    .output(productOrDocument)
    .query(async ({ ctx, input }) => {
      const of = ctx.demand(await product.resource(ctx.scope, input.slug, { draft: input.version === 'draft' }))
      // Of what was never published there is nothing but the draft to be found.
      const withDraft = !of.published || (await seesDrafts(ctx.actor, input.slug))
      if (input.format === 'json') {
        const found = await product.get(ctx.scope, { ...input, withDraft })
        ctx.reply.headers.etag = quoted(found.etag)
        return found
      }
      const part = input.format === 'odps' ? 'product' : 'stream'
      const { text, etag } = await product.getDocument(ctx.scope, { ...input, withDraft, part })
      return streamOut(text, yamlType, { etag: quoted(etag) }) as never
    }),

  documents: permitted('view', 'product', {
    method: 'GET',
    path: '/products/{slug}/documents',
    summary: 'All documents of a version as one YAML stream, in JSON',
  })
    .input(z.strictObject({ slug, version }))
    .output(z.strictObject({ yaml: z.string(), etag: z.string(), version: z.string() }))
    .query(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug, { draft: input.version === 'draft' }))
      const withDraft = await seesDrafts(ctx.actor, input.slug)
      const {
        text,
        etag,
        version: found,
      } = await product.getDocument(ctx.scope, { ...input, withDraft, part: 'stream' })
      return { yaml: text, etag, version: found }
    }),

  contract: permitted('discover', 'product', {
    method: 'GET',
    path: '/products/{slug}/contracts/{port}',
    summary: 'The ODCS contract of a port',
  })
    .input(z.strictObject({ slug, port: z.string(), version, format: z.enum(['odcs']).default('odcs') }))
    .output(rawOutput)
    .query(async ({ ctx, input }) => {
      ctx.demand(await product.resource(ctx.scope, input.slug, { draft: input.version === 'draft' }))
      const withDraft = await seesDrafts(ctx.actor, input.slug)
      const { text, etag } = await product.getDocument(ctx.scope, { ...input, withDraft, part: { port: input.port } })
      return streamOut(text, yamlType, { etag: quoted(etag) })
    }),

  save: permitted('edit', 'product', {
    method: 'PUT',
    path: '/products/{slug}',
    summary: 'Save a product: one ODPS document, then one ODCS document for each contract',
    accepts: { [yamlType]: 'yaml', 'application/x-yaml': 'yaml', 'text/yaml': 'yaml' },
  })
    .input(saveInput)
    .output(savedShape)
    .mutation(async ({ ctx, input }) => {
      const written = readInput(input)
      ctx.demand(await product.place(ctx.actor, { slug: input.slug, written }))
      await checkWritten(written)
      const ifMatch = input.ifMatch ?? ctx.headers.get('if-match') ?? undefined
      const dryRun = input.dryRun === true || input.dryRun === 'true' || input.dryRun === ''
      const saved = await product.save(ctx.actor, { slug: input.slug, written, ifMatch, dryRun })
      if (saved.created && !dryRun) ctx.reply.status = 201
      ctx.reply.headers.etag = quoted(saved.etag)
      return saved
    }),

  propose: permitted('edit', 'domain', {
    method: 'POST',
    path: '/products/propose-contract',
    summary: 'A contract suggested by the schema and profile of assets',
  })
    .input(
      z.strictObject({
        domain: z.string(),
        assets: z.array(z.string()).min(1).max(20),
        port: z.string().min(1).max(60),
      }),
    )
    .output(z.strictObject({ contract: z.unknown(), suggestions: z.array(suggestion) }))
    .mutation(async ({ ctx, input }) => {
      const domain = await tenancy.findDomain(ctx.scope, input.domain)
      const { id } = ctx.demand(domain && { type: 'domain', id: domain.id, domainId: domain.id })
      return product.proposeContract(ctx.scope, { ...input, domainId: id })
    }),
})

import { z } from 'zod'
import * as access from '@/server/access'
import * as connectors from '@/server/connectors'
import * as ingestion from '@/server/ingestion'
import {
  assetHead,
  connection,
  connectionChange,
  newConnection,
  syncRequest,
  testResult,
} from '@/server/ingestion/schema'
import type { OrgScope } from '@/server/platform/db'
import { forbidden } from '@/server/platform/errors'
import { seenPage } from '@/server/platform/seen-page'
import type { Action, Resource } from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { permitted, router } from '../procedure'
import { done, ok, pageInput, pageOf } from '../shapes'

const byId = z.strictObject({ id: z.string() })
const resource = (scope: OrgScope, id: string) => ingestion.findResource(scope, 'connection', id)
const inDomain = async (scope: OrgScope, slug: string) => {
  const { id: domainId } = await tenancy.getDomain(scope, slug)
  return { type: 'connection', id: 'new', domainId } as const
}
type Asking = { scope: OrgScope; demand: (resource: Resource, action?: Action) => Resource }

/** Demands what one has to be allowed to connect a source of a kind: in the domain, and of the organisation where its rows tell of all. */
async function demandKind(ctx: Asking, { kind, domain }: { kind: string; domain: string }): Promise<string> {
  const { domainId } = ctx.demand(await inDomain(ctx.scope, domain))
  const { demands, title } = connectors.get(kind)
  try {
    if (demands) ctx.demand({ type: demands, id: ctx.scope.orgId }, demands)
  } catch {
    throw forbidden(
      `${title} tells of every domain: it is connected by those who may ${demands} the whole organisation.`,
    )
  }
  return domainId!
}

export const connectionRouter = router({
  list: permitted('discover', 'connection', { method: 'GET', path: '/connections', summary: 'Connections one may see' })
    .input(z.strictObject(pageInput))
    .output(pageOf(connection))
    .query(async ({ ctx, input }) =>
      ingestion.listConnections(ctx.scope, { ...input, domains: await ctx.reach(), sees: (one) => ctx.sees(one) }),
    ),

  create: permitted('connect', 'connection', {
    method: 'POST',
    path: '/connections',
    summary: 'Connect a source; its secrets are sealed and never come back',
    status: 201,
  })
    .input(newConnection)
    .output(connection)
    .mutation(async ({ ctx, input }) => {
      const domainId = await demandKind(ctx, input)
      return ingestion.getConnection(ctx.scope, await ingestion.createConnection(ctx.actor, domainId, input))
    }),

  try: permitted('connect', 'connection', {
    method: 'POST',
    path: '/connections/try',
    summary: 'Try settings without storing them',
  })
    .input(newConnection.pick({ kind: true, domain: true, config: true, secrets: true }))
    .output(testResult)
    .mutation(async ({ ctx, input }) => {
      await demandKind(ctx, input)
      return ingestion.testConnection(ctx.scope, { settings: input })
    }),

  get: permitted('view', 'connection', { method: 'GET', path: '/connections/{id}', summary: 'A connection' })
    .input(byId)
    .output(connection)
    .query(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      return ingestion.getConnection(ctx.scope, input.id)
    }),

  update: permitted('connect', 'connection', {
    method: 'PATCH',
    path: '/connections/{id}',
    summary: 'Change a connection; pointing it elsewhere discards its secrets unless they come along',
  })
    .input(connectionChange.extend({ id: z.string() }))
    .output(connection)
    .mutation(async ({ ctx, input: { id, ...change } }) => {
      ctx.demand(await resource(ctx.scope, id))
      await ingestion.updateConnection(ctx.actor, id, change, await access.countDeliveries(ctx.scope, id))
      return ingestion.getConnection(ctx.scope, id)
    }),

  remove: permitted('connect', 'connection', {
    method: 'DELETE',
    path: '/connections/{id}',
    summary:
      'Remove a connection with its assets and runs; refused while a product stands on one, or a grant in the source',
  })
    .input(byId)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      const delivered = await access.countDeliveries(ctx.scope, input.id)
      const referenced = await product.listReferencedSnapshots(ctx.scope)
      const assets = await product.listSearchedAssets(ctx.scope)
      await ingestion.removeConnection(ctx.actor, input.id, { referenced, assets, delivered })
      return ok
    }),

  test: permitted('connect', 'connection', {
    method: 'POST',
    path: '/connections/{id}/test',
    summary: 'Sign in and say which setting is wrong',
  })
    .input(byId)
    .output(testResult)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      return ingestion.testConnection(ctx.scope, input)
    }),

  assets: permitted('view', 'connection', {
    method: 'GET',
    path: '/connections/{id}/assets',
    summary: 'What a connection shows; looks at the source if it never was',
  })
    .input(z.strictObject({ ...pageInput, id: z.string(), q: z.string().max(200).optional() }))
    .output(pageOf(assetHead))
    .query(async ({ ctx, input: { id, ...page } }) => {
      const { domainId } = ctx.demand(await resource(ctx.scope, id))
      const { discoveredAt } = await ingestion.getConnection(ctx.scope, id)
      if (!discoveredAt) await ingestion.discoverAssets(ctx.scope, id)
      const read = (each: typeof page) => ingestion.listAssets(ctx.scope, id, { ...page, ...each })
      return seenPage(page, read, (one) => ctx.sees({ type: 'asset', id: one.id, domainId }))
    }),

  discover: permitted('connect', 'connection', {
    method: 'POST',
    path: '/connections/{id}/discover',
    summary: 'Look at the source again',
  })
    .input(byId)
    .output(connection)
    .mutation(async ({ ctx, input }) => {
      ctx.demand(await resource(ctx.scope, input.id))
      await ingestion.discoverAssets(ctx.scope, input.id)
      return ingestion.getConnection(ctx.scope, input.id)
    }),

  sync: permitted('connect', 'connection', {
    method: 'POST',
    path: '/connections/{id}/sync',
    summary: 'Copy assets',
    status: 202,
  })
    .input(syncRequest.extend({ id: z.string() }))
    .output(z.strictObject({ runId: z.string() }))
    .mutation(async ({ ctx, input: { id, ...request } }) => {
      ctx.demand(await resource(ctx.scope, id))
      return { runId: await ingestion.requestSync(ctx.actor, id, request) }
    }),
})

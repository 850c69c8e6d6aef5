import { z } from 'zod'
import * as access from '@/server/access'
import type { AccessGrant } from '@/server/access/schema'
import { coveredObjects, requestShape } from '@/server/access/schema'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import * as tenancy from '@/server/tenancy'
import { weighed } from './access-shapes'

/** What a decider weighs, joined from what access knows of the ask and serve of the use. */

const USE_DAYS = 30

export const dossierShape = weighed.extend({
  request: requestShape,
  email: z.string(),
  role: z.string(),
  domains: z.array(z.string()),
  version: z.string().nullable(),
  holds: z.array(
    z.strictObject({
      id: z.string(),
      product: z.string(),
      productTitle: z.string(),
      port: z.string(),
      purpose: z.string(),
      expiresAt: z.string(),
      objects: coveredObjects,
      rows: z.string().nullable(),
    }),
  ),
  earlier: z.array(requestShape),
  holders: z.number(),
  /** How peers use this port. */
  peers: z.strictObject({
    days: z.number(),
    /** Of those who hold it, how many read it in that time, and how often. */
    readers: z.number(),
    reads: z.number(),
    lastAt: z.string().nullable(),
  }),
})

export async function buildDossier(
  scope: OrgScope,
  id: string,
  principalId: string,
): Promise<z.infer<typeof dossierShape>> {
  const request = await access.getRequest(scope, id)
  const target = await product.resource(scope, request.product)
  const productIds = target ? [target.id] : []
  const page = { limit: 50 }
  const [asker, port, grants, requests, holding, weighs] = await Promise.all([
    tenancy.findMember(scope, principalId),
    target && product.findPort(scope, { productId: target.id, port: request.port }),
    access.listGrants(scope, { ...page, heldBy: principalId, live: true }),
    access.listRequests(scope, { ...page, principalId, productIds }),
    access.listGrants(scope, { limit: 200, productIds, live: true }),
    access.weigh(scope, id),
  ])
  const peers = holding.items.filter((grant) => grant.port === request.port && grant.principal !== request.for.id)
  return {
    request,
    ...weighs,
    email: asker?.email ?? '',
    role: asker?.role ?? '',
    domains: asker?.domains.map(({ name }) => name) ?? [],
    version: port?.version ?? null,
    holds: grants.items.map(({ id, product, productTitle, port, purpose, expiresAt, objects, rows }) => {
      return { id, product, productTitle, port, purpose, expiresAt, objects, rows }
    }),
    earlier: requests.items.filter((other) => other.id !== id && other.state !== 'draft'),
    holders: new Set(peers.map(({ principal }) => principal)).size,
    peers: await readsOf(scope, peers),
  }
}

async function readsOf(scope: OrgScope, grants: AccessGrant[]) {
  const since = new Date(now().getTime() - USE_DAYS * 86_400_000)
  const ids = grants.map(({ id }) => id)
  const use = await serve.listUse(scope, ids, since)
  const lately = grants.filter(({ id }) => (use.get(id)?.reads ?? 0) > 0)
  const last = [...use.values()].flatMap(({ lastAt }) => lastAt?.getTime() ?? [])
  return {
    days: USE_DAYS,
    readers: new Set(lately.map(({ principal }) => principal)).size,
    reads: lately.reduce((sum, { id }) => sum + (use.get(id)?.reads ?? 0), 0),
    lastAt: last.length > 0 ? new Date(Math.max(...last)).toISOString() : null,
  }
}

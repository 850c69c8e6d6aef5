import * as access from '@/server/access'
import { type AppError, forbidden, invalid, notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { listPaused } from './list-paused'

/**
 * Why someone may not read a table they named: it does not exist for them, was never asked for, or the right has ended; or policies give
 * nothing of it, as `denied` says by "product.port".
 */
export async function explainTable(
  actor: Actor,
  table: string[],
  denied?: ReadonlyMap<string, AppError>,
): Promise<AppError> {
  const [slug = '', port = ''] = table
  const written = table.map((part) => JSON.stringify(part)).join('.')
  if (table.length === 1)
    return invalid(`There is no table ${written}: write a port as "product"."port".`, [
      { path: 'sql', message: `${written} is no port` },
    ])
  const refused = denied?.get(`${slug.toLowerCase()}.${port}`)
  if (refused) return refused
  const resource = await product.resource(actor.scope, slug)
  const circumstances = { surface: policy.surfaceOf[actor.via] }
  const asked = resource && { principal: actor.principal, action: 'discover' as const, resource, circumstances }
  const seen = asked && policy.decide(asked).effect === 'allow'
  if (!seen) return notFound(`port as ${written}`)
  const { ports, status, type } = await product.get(actor.scope, { slug })
  const named = ports.find((one) => one.name === port)
  if (!named) return notFound(`port as ${written}; ${slug} has ${ports.map((one) => one.name).join(', ') || 'none'}`)
  if (type === 'context')
    return invalid(
      `${written} shows items, not rows: search them on the page Context, or by GET /api/v1/context/search.`,
      [{ path: 'sql', message: `${written} is no table` }],
    )
  const paused = (await listPaused(actor.scope, [resource.id]))({ productId: resource.id, port })
  if (paused !== undefined) return forbidden(paused)
  if (status === 'retired') return forbidden(`${slug} was retired: nothing of it can be read any more.`)
  const { items } = await access.listGrants(actor.scope, {
    heldBy: actor.principal.id,
    productIds: [resource.id],
    limit: 100,
  })
  const newest = items.find((grant) => grant.port === port)
  const ask = actor.principal.agent
    ? `Its sponsor, ${actor.principal.agent.sponsor.name}, can ask for it.`
    : `Ask for it on the product's page, or by POST /api/v1/access-requests with { "product": "${slug}", "port": "${port}" }.`
  if (!newest) return forbidden(`You hold no access to ${written}. ${ask}`)
  const standing = await access.liveGrant(actor.scope, newest.id)
  if (!standing.live) return forbidden(`${standing.reason} ${ask}`)
  return wrongShape(
    written,
    slug,
    port,
    named.objects.map((one) => one.name),
  )
}

/** The port is held, yet not under this name: with several objects each is named, with one none is. */
function wrongShape(written: string, slug: string, port: string, objects: string[]): AppError {
  const names =
    objects.length > 1 ? objects.map((object) => `"${slug}"."${port}"."${object}"`) : [`"${slug}"."${port}"`]
  return invalid(`There is no table ${written}. This port is read as ${names.join(', ')}.`, [
    { path: 'sql', message: `${written} is no table` },
  ])
}

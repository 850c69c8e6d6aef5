import * as agents from '@/server/agent'
import { conflict, forbidden, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { sleeping } from '@/server/tenancy/schema'
import { columnsOf, offered } from './narrow'
import { request } from './request'
import { findRequest } from './request-store'
import type { AccessRequest, Purpose, Renewal } from './schema'
import { findGrant } from './store'

/** Asks for a grant again, on the terms it had: a new request, decided like any other, whose grant takes the older one's place. */
export async function renew(actor: Actor, { id, duration, reason }: Renewal & { id: string }): Promise<AccessRequest> {
  const { scope, principal } = actor
  const grant = await findGrant(scope, id)
  if (!grant) throw notFound('grant')
  const theirs = principal.domains.some((domain) => domain.id === grant.principalId)
  const sponsors = grant.principalType === 'agent' ? await agents.peopleBehind(scope, [grant.principalId]) : []
  if (grant.principalId !== principal.id && !theirs && !sponsors.includes(principal.id))
    throw forbidden('Only who holds a grant can ask for it again.')
  if (grant.asleepSince) throw conflict(sleeping('This grant', grant.asleepSince))
  if (grant.breakGlass) throw conflict('What was taken in an emergency is not renewed: ask for it.')
  const from = await findRequest(scope, grant.requestId)
  const before = from?.terms ?? from
  const port = await product.findPort(scope, { productId: grant.productId, port: grant.port })
  const known = port ? columnsOf(offered(port)) : []
  const columns = grant.objects.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`))
  const kept = columns.filter((column) => known.includes(column))
  const ask = {
    product: grant.productSlug,
    port: grant.port,
    purpose: grant.purpose as Purpose,
    duration: duration ?? before?.duration ?? 'P90D',
    reason,
    for: grant.principalType === 'member' ? undefined : grant.principalId,
    // Never more than is held: a column that came later is asked for by itself.
    columns: kept.length > 0 && kept.length < known.length ? kept : undefined,
    rows: grant.rows ?? undefined,
    delivery: grant.delivery,
  }
  return request(actor, ask, { renews: id })
}

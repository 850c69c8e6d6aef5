import * as access from '@/server/access'
import { notFound } from '@/server/platform/errors'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { circumstancesOf } from './circumstances-of'
import { type ContextReading, contextByRole, contextGranted } from './context-reading'
import { listPaused } from './list-paused'
import { purposeFor } from './purpose-for'

type Ask = { product?: string; purpose?: string }

/**
 * The ports over items that someone may search at this moment, by grant and by their role in a domain, as far as policies go along.
 * One that is paused says so, and shows nothing. Whom the sources of the items let read them is asked of each item besides. Throws not_found for a product one may not find.
 */
export async function listContextReadings(actor: Actor, ask: Ask): Promise<ContextReading[]> {
  const purpose = await purposeFor(actor, ask.purpose)
  const { principal, scope } = actor
  const named = ask.product === undefined ? undefined : await product.resource(scope, ask.product)
  if (named === null || (named && !finds(actor, named))) throw notFound('product')
  const { domains } = principal
  const held = await access.heldPorts(scope, principal.id, { purpose, productIds: named && [named.id], domains })
  const byGrant = held.filter(({ items }) => items.length > 0).map(contextGranted)
  // An agent reads by the grants held for it alone, whatever a policy says of everyone.
  const byRole = principal.type === 'agent' ? [] : await ofRoles(actor, named)
  const all = [...byGrant, ...byRole].flatMap((reading) => may(actor, reading, purpose ?? null) ?? [])
  const paused = await listPaused(
    scope,
    all.map(({ source }) => source.productId),
  )
  return all.map((reading) => ({ ...reading, paused: paused(reading.source) ?? null }))
}

const finds = (actor: Actor, resource: policy.Resource): boolean => {
  const circumstances = circumstancesOf(actor, null)
  return policy.decide({ principal: actor.principal, action: 'discover', resource, circumstances }).effect === 'allow'
}

async function ofRoles(actor: Actor, named: policy.Resource | undefined): Promise<ContextReading[]> {
  const all = named ? [named] : await product.listContext(actor.scope)
  // With policies of the organisation's own, more than a role in a domain may let one read.
  const own = (await policy.inForce(actor.scope)).number > 0
  const asked = all.filter((resource) => resource.published && (own || policy.mayReadValues(actor, resource)))
  const ports = await Promise.all(asked.map(({ id }) => product.findPorts(actor.scope, { productId: id })))
  return ports.flat().flatMap((port) => (port.items.length > 0 ? [contextByRole(port)] : []))
}

/** The reading as policies let it be; null where they do not, which is logged of a port that is held. */
function may(actor: Actor, reading: ContextReading, named: string | null): ContextReading | null {
  const { resource } = reading
  const { principal } = actor
  const circumstances = circumstancesOf(actor, reading.purpose ?? named)
  const found = policy.decide({ principal, action: 'discover', resource, circumstances })
  const { effect, because, items } =
    found.effect === 'allow' ? seen(actor, reading, circumstances) : { ...found, items: [] }
  if (effect === 'allow') return { ...reading, items, because }
  const action = found.effect === 'allow' ? 'query' : 'discover'
  if (resource.held) policy.decisionLog.note(actor, { action, resource, decision: { effect, because }, circumstances })
  return null
}

/** Items are quoted whole: where policies hide or mask a part of them, or leave some of them out by their parts, none is shown. */
function seen({ principal }: Actor, { source, resource, items }: ContextReading, circumstances: policy.Circumstances) {
  const { product, productId, port } = source
  const place = { resource, product, productId, port, several: items.length > 1 }
  const sight = policy.portSight({ principal, action: 'query', port: place, circumstances }, items)
  if (sight.effect === 'deny') return { ...sight, items: [] }
  const whole = items.filter((_, at) => {
    const { rows, columns } = sight.sights[at]!
    return rows === null && columns.every(({ hidden, sql }) => !hidden && sql === null)
  })
  const narrowing = sight.sights.flatMap((one) => one.narrowing)
  return whole.length > 0
    ? { effect: 'allow' as const, because: sight.because, items: whole }
    : { effect: 'deny' as const, because: [...new Set(narrowing)], items: [] }
}

import { AppError, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy/schema'
import { decide } from './decide'
import type { Action, Resource, ResourceType } from './schema'
import { scopeOf } from './token-scope'

/**
 * Lets a call go on only if policy allows it. What one may not discover is not_found, like what is not there; what one may
 * discover but not do is forbidden.
 */
export function demand(actor: Actor, action: Action, on: ResourceType, resource: Resource | null): Resource {
  if (!resource) throw notFound(on)
  const { principal } = actor
  if (decide({ principal, action: 'discover', resource }).effect === 'deny') throw notFound(on)
  const decision = decide({ principal, action, resource })
  if (decision.effect === 'deny') {
    const why = decision.because[0] ? ` (${decision.because[0]})` : ''
    throw new AppError('forbidden', `You may not ${action} this ${resource.type}${why}.`)
  }
  const scope = scopeOf[action]
  if (actor.scopes && !actor.scopes.includes(scope)) {
    throw new AppError('forbidden', `The token in use lacks the scope "${scope}", which this call needs.`)
  }
  return resource
}

import { AppError, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { decide } from './decide'
import { decisionLog } from './decision-log'
import type { Action, Circumstances, Resource, ResourceType } from './schema'
import { surfaceOf } from './surface-of'
import { scopeOf } from './token-scope'

/**
 * Lets a call go on only if policy allows it. What one may not discover is not_found, like what is not there; what one may
 * discover but not do is forbidden. What was decided is logged.
 */
export function demand(
  actor: Actor,
  action: Action,
  on: ResourceType,
  resource: Resource | null,
  circumstances?: Circumstances,
): Resource {
  if (!resource) throw notFound(on)
  const { principal } = actor
  const surface = circumstances?.surface ?? surfaceOf[actor.via]
  const asked = { principal, resource, circumstances: { ...circumstances, surface } }
  const felt = (one: Action) => {
    const decision = decide({ ...asked, action: one })
    if (one === action || decision.effect === 'deny')
      decisionLog.note(actor, { action: one, resource, decision, circumstances: asked.circumstances })
    return decision
  }
  if (felt('discover').effect === 'deny') throw notFound(on)
  const decision = action === 'discover' ? { effect: 'allow' as const, because: [] } : felt(action)
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

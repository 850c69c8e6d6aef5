import type { Actor } from '@/server/tenancy/schema'
import { decide } from './decide'
import type { Resource } from './schema'
import { surfaceOf } from './surface-of'
import { scopeOf } from './token-scope'

/** Whether samples, ranges, histograms and failing rows of a resource may be shown: to its readers alone. */
export const mayReadValues = (actor: Actor, resource: Resource): boolean =>
  (actor.scopes === null || actor.scopes.includes(scopeOf.preview)) &&
  decide({ principal: actor.principal, action: 'preview', resource, circumstances: { surface: surfaceOf[actor.via] } })
    .effect === 'allow'

import type { Circumstances } from '@/server/policy'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import type { Reading } from './reading'

/** What a reader sees of what they read, by the policies of this moment. */
export function sightOf(actor: Actor, reading: Reading, purpose: string | null) {
  const { source, resource, several, objects } = reading
  const port = { resource, product: source.product, productId: source.productId, port: source.port, several }
  return policy.portSight(
    { principal: actor.principal, action: 'query', port, circumstances: under(actor, purpose) },
    objects,
  )
}

const under = ({ via }: Actor, purpose: string | null): Circumstances => ({ surface: policy.surfaceOf[via], purpose })

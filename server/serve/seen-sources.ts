import * as policy from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import { circumstancesOf } from './circumstances-of'
import type { Source } from './schema'

/**
 * Whether somebody may still find every port that an answer of theirs stood on: a receipt tells the names and versions of what it read
 * to nobody who may not.
 */
export async function seenSources(actor: Actor, answers: readonly Source[][]) {
  const { scope, principal } = actor
  const circumstances = circumstancesOf(actor, null)
  const finds = (resource: policy.Resource) =>
    policy.decide({ principal, action: 'discover', resource, circumstances }).effect === 'allow'
  const ids = [...new Set(answers.flat().map(({ productId }) => productId))]
  const found = await Promise.all(ids.map((id) => product.resource(scope, id)))
  const products = new Map(found.flatMap((one) => (one && finds(one) ? [[one.id, one] as const] : [])))
  return (sources: readonly Source[]): boolean =>
    sources.every(({ productId, port }) => {
      const known = products.get(productId)
      return known !== undefined && finds(policy.portResource({ name: port }, known))
    })
}

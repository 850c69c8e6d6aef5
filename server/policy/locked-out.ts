import type { Actor } from '@/server/tenancy'
import { assemble } from './assemble'
import { placeAt } from './compile/place'
import { decideBy } from './decide-by'
import { readShipped } from './read-shipped'
import type { Action, OwnPolicy, Problem } from './schema'

const needed: readonly Action[] = ['discover', 'view', 'administer']

/** What of a draft would keep whoever saves it from ever taking it back, at its place; null where nothing would. */
export function lockedOut(
  { scope, principal, via }: Actor,
  text: string,
  policies: readonly OwnPolicy[],
): Problem | null {
  const then = assemble(scope, readShipped(), { number: 0, policies })
  const resource = { type: 'policy' as const, id: scope.orgId }
  const circumstances = { surface: via === 'session' ? ('portal' as const) : ('rest' as const) }
  for (const action of needed) {
    const { effect, because } = decideBy(then, { principal, action, resource, circumstances })
    if (effect === 'allow') continue
    const own = policies.find(({ id }) => because.includes(id))
    const at = placeAt(text, own ? Math.max(0, text.indexOf(own.text)) : 0)
    const message = `By this you could not ${action} the policies any more, and nobody could take it back. Leave them out: "unless { resource is Policy }".`
    return { ...at, message, ...(own && { policy: own.id }) }
  }
  return null
}

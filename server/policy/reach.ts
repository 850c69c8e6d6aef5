import type { Principal } from '@/server/tenancy/schema'
import { assemble } from './assemble'
import { decideBy } from './decide-by'
import { entityType } from './entity-type'
import { type Loaded, loadedOf } from './loaded'
import { readShipped } from './read-shipped'
import type { ResourceType } from './schema'

const looks = ['discover', 'view'] as const
const shippedAlone = new WeakMap<Loaded, Loaded>()

/**
 * Where a list of things of a type has to look for what somebody may see: in all domains (null), or in these of the domains asked
 * about. It never leaves out what single decisions let through: it is told by the shipped policies, which an organisation's own forbids
 * only narrow, and where a permit of its own might widen them, it is everywhere.
 */
export function reach(principal: Principal, type: ResourceType, domainIds: readonly string[]): string[] | null {
  const loaded = loadedOf(principal.orgId)
  if (!loaded) return []
  if (widens(loaded, type)) return null
  const shipped = shippedOf(loaded)
  const may = (domainId?: string) =>
    looks.every(
      (action) => decideBy(shipped, { principal, action, resource: { type, id: '', domainId } }).effect === 'allow',
    )
  return may() ? null : domainIds.filter((id) => may(id))
}

function widens(loaded: Loaded, type: ResourceType): boolean {
  const shipped = readShipped().texts
  const fits = (clause: { op: string; entity_type?: string }) =>
    clause.op !== 'is' || clause.entity_type === entityType[type]
  return looks.some((action) =>
    loaded.set.of(action).some(({ id, forbids, json }) => !forbids && !shipped.has(id) && fits(json.resource)),
  )
}

function shippedOf(loaded: Loaded): Loaded {
  const before = shippedAlone.get(loaded)
  if (before) return before
  const made = assemble(loaded.scope, readShipped(), { number: 0, policies: [] })
  shippedAlone.set(loaded, made)
  return made
}

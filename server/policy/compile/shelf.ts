import type { Query } from './closure'
import type { Node } from './entity'
import type { Policy } from './policy'
import { Fault, identity } from './value'

/** The index: policies by principal or its ancestors, then by resource or its ancestors, then by the first equality. */

type Group = {
  of: 'principal' | 'resource'
  attribute: string
  byValue: Map<string, Policy[]>
  all: Policy[]
}
type Leaf = { plain: Policy[]; groups: Group[] }
type Half = { any: Leaf; byResource: Map<string, Leaf>; all: Policy[] }
export type Shelf = { any: Half; byPrincipal: Map<string, Half> }

/** What held, and what erred, by policy id. */
export type Outcome = { held: string[]; erred: string[] }

const leaf = (): Leaf => ({ plain: [], groups: [] })
const half = (): Half => ({ any: leaf(), byResource: new Map(), all: [] })
function reach<T>(map: Map<string, T>, key: string | null, otherwise: T, make: () => T): T {
  if (key === null) return otherwise
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}

export function shelve(policies: readonly Policy[]): Shelf {
  const shelf: Shelf = { any: half(), byPrincipal: new Map() }
  for (const policy of policies) {
    const side = reach(shelf.byPrincipal, policy.principalKey, shelf.any, half)
    side.all.push(policy)
    put(reach(side.byResource, policy.resourceKey, side.any, leaf), policy)
  }
  return shelf
}

function put(into: Leaf, policy: Policy) {
  const { first } = policy
  if (!first) {
    into.plain.push(policy)
    return
  }
  const { of, attribute, value } = first
  let group = into.groups.find((one) => one.of === of && one.attribute === attribute)
  if (!group) {
    group = { of, attribute, byValue: new Map(), all: [] }
    into.groups.push(group)
  }
  group.all.push(policy)
  reach(group.byValue, value, [], () => []).push(policy)
}

function judge(policies: readonly Policy[], query: Query, out: Outcome) {
  for (const policy of policies) {
    try {
      if (policy.holds(query)) out.held.push(policy.id)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      out.erred.push(policy.id)
    }
  }
}

function judgeLeaf({ plain, groups }: Leaf, query: Query, out: Outcome) {
  judge(plain, query, out)
  for (const { of, attribute, byValue, all } of groups) {
    const value = (of === 'principal' ? query.principalNode : query.resourceNode)?.attributes.get(attribute)
    // Without the attribute every one of them errs, and must be heard to.
    const found = value === undefined ? all : byValue.get(identity(value))
    if (found) judge(found, query, out)
  }
}

function judgeHalf({ any, byResource }: Half, query: Query, out: Outcome) {
  judgeLeaf(any, query, out)
  if (byResource.size === 0) return
  const own = byResource.get(query.resource.key)
  if (own) judgeLeaf(own, query, out)
  for (const key of ancestorsOf(query.resourceNode)) {
    const found = byResource.get(key)
    if (found) judgeLeaf(found, query, out)
  }
}

const none: ReadonlyMap<string, unknown> = new Map()
const ancestorsOf = (node: Node | undefined) => (node?.ancestors ?? none).keys()

/** Judges the policies that may apply, and only those. */
export function judgeShelf({ any, byPrincipal }: Shelf, query: Query): Outcome {
  const out: Outcome = { held: [], erred: [] }
  judgeHalf(any, query, out)
  if (byPrincipal.size === 0) return out
  const own = byPrincipal.get(query.principal.key)
  if (own) judgeHalf(own, query, out)
  for (const key of ancestorsOf(query.principalNode)) {
    const found = byPrincipal.get(key)
    if (found) judgeHalf(found, query, out)
  }
  return out
}

/** Policies whose head fits the principal, whatever the resource. */
export function forPrincipal({ any, byPrincipal }: Shelf, query: Query): Policy[] {
  const keys = [query.principal.key, ...ancestorsOf(query.principalNode)]
  const sides = [any, ...keys.map((key) => byPrincipal.get(key))]
  return sides.flatMap((side) => side?.all.filter((policy) => policy.fitsPrincipal(query)) ?? [])
}

import type { Query } from './closure'
import type { Node } from './entity'
import type { Policy } from './policy'
import { type Entity, Fault, identity, type Value } from './value'

/** The index: policies by principal or its ancestors, then by resource or its ancestors, then by the first equality. */

type Group = {
  of: 'principal' | 'resource'
  attribute: string
  byText: Map<string, Policy[]>
  /** Values that are no texts, by their identity. */
  byOther: Map<string, Policy[]>
  all: Policy[]
}
type Leaf = { plain: Policy[]; groups: Group[] }
/** By the key of an entity; `types` are those of the entities, so that no other is looked up. */
type Index<T> = { types: string[]; byKey: Map<string, T> }
type Half = { any: Leaf; byResource: Index<Leaf>; all: Policy[] }
export type Shelf = { any: Half; byPrincipal: Index<Half> }

/** What held, and what erred, by policy id. */
export type Outcome = { held: string[]; erred: string[] }

const leaf = (): Leaf => ({ plain: [], groups: [] })
const index = <T>(): Index<T> => ({ types: [], byKey: new Map() })
const half = (): Half => ({ any: leaf(), byResource: index(), all: [] })
function reach<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}

function reachIn<T>({ types, byKey }: Index<T>, entity: Entity | null, otherwise: T, make: () => T): T {
  if (!entity) return otherwise
  if (!types.includes(entity.type)) types.push(entity.type)
  return reach(byKey, entity.key, make)
}

export function shelve(policies: readonly Policy[]): Shelf {
  const shelf: Shelf = { any: half(), byPrincipal: index() }
  for (const policy of policies) {
    const side = reachIn(shelf.byPrincipal, policy.under.principal, shelf.any, half)
    side.all.push(policy)
    put(reachIn(side.byResource, policy.under.resource, side.any, leaf), policy)
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
    group = { of, attribute, byText: new Map(), byOther: new Map(), all: [] }
    into.groups.push(group)
  }
  group.all.push(policy)
  if (typeof value === 'string') reach(group.byText, value, () => []).push(policy)
  else reach(group.byOther, identity(value), () => []).push(policy)
}

const equalTo = ({ byText, byOther }: Group, value: Value) =>
  typeof value === 'string' ? byText.get(value) : byOther.get(identity(value))

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
  for (const group of groups) {
    const node = group.of === 'principal' ? query.principalNode : query.resourceNode
    const value = node?.attributes.get(group.attribute)
    // Without the attribute every one of them errs, and must be heard to.
    const found = value === undefined ? group.all : equalTo(group, value)
    if (found) judge(found, query, out)
  }
}

/** Indexes that an entity keeps the answers of; it may outlive a version of the policies. */
const mostMet = 64

/** What an index holds for an entity and its ancestors. */
function among<T>(index: Index<T>, node: Node | undefined, entity: Entity): readonly T[] {
  const before = node?.met?.get(index)
  if (before) return before as readonly T[]
  const { types, byKey } = index
  const found: T[] = []
  // What nothing is known of stands alone.
  for (const { type, key } of node?.lineage ?? [entity]) {
    const one = types.includes(type) ? byKey.get(key) : undefined
    if (one) found.push(one)
  }
  if (!node) return found
  if (!node.met || node.met.size >= mostMet) node.met = new Map()
  node.met.set(index, found)
  return found
}

function judgeHalf({ any, byResource }: Half, query: Query, out: Outcome) {
  judgeLeaf(any, query, out)
  if (byResource.types.length === 0) return
  for (const leaf of among(byResource, query.resourceNode, query.resource)) judgeLeaf(leaf, query, out)
}

/** Judges the policies that may apply, and only those. */
export function judgeShelf({ any, byPrincipal }: Shelf, query: Query): Outcome {
  const out: Outcome = { held: [], erred: [] }
  judgeHalf(any, query, out)
  if (byPrincipal.types.length === 0) return out
  for (const half of among(byPrincipal, query.principalNode, query.principal)) judgeHalf(half, query, out)
  return out
}

/** Policies whose head fits the principal, whatever the resource. */
export function forPrincipal({ any, byPrincipal }: Shelf, query: Query): Policy[] {
  const sides = [any, ...among(byPrincipal, query.principalNode, query.principal)]
  return sides.flatMap((side) => side.all.filter((policy) => policy.fitsPrincipal(query)))
}

import type { Principal } from '@/server/tenancy/schema'
import type { Query } from './compile/closure'
import { type Node, nodeOf, type World } from './compile/entity'
import { CedarSet, Entity, Extension, type Value } from './compile/value'
import { entityType } from './entity-type'
import type { Action, Circumstances, Resource } from './schema'

/** What is asked, in Cedar's terms. */

type Prepared = { entity: Entity; node: Node; nodes: ReadonlyMap<string, Node> }
const prepared = new WeakMap<Principal, Prepared>()
const everyone = 'member'
const byKey = (entities: readonly Entity[]) => new Map(entities.map((one) => [one.key, one]))

/** A principal with its roles and domains; made once for each time it is loaded. */
function principalOf(principal: Principal): Prepared {
  const before = prepared.get(principal)
  if (before) return before
  const domains = (wanted: (role: string) => boolean) =>
    principal.domains.filter(({ role }) => wanted(role)).map(({ id }) => new Entity('Domain', id))
  const entity = new Entity(principal.type === 'member' ? 'Member' : 'Agent', principal.id)
  const organisation = new Entity('Organisation', principal.orgId)
  const roles = [...new Set([principal.role, everyone])].map((role) => new Entity('Role', role))
  const attributes = new Map<string, Value>([
    ['id', principal.id],
    ['role', principal.role],
    ['manages', new CedarSet(domains((role) => role !== 'member'))],
    ['owns', new CedarSet(domains((role) => role === 'owner'))],
  ])
  if (principal.email !== undefined) attributes.set('email', principal.email)
  const { agent } = principal
  if (agent) attributes.set('sponsor', new Entity('Member', agent.sponsor.id)).set('purpose', agent.purpose)
  const ancestors = byKey([...roles, ...domains(() => true), organisation])
  const behind = agent ? principalOf(agent.sponsor).nodes : []
  const node = nodeOf(entity, attributes, ancestors)
  const made = { entity, node, nodes: new Map([...behind, [entity.key, node]]) }
  prepared.set(principal, made)
  return made
}

const things = new WeakMap<Resource, { orgId: string; node: Node }>()
/** A resource with what it stands under; made once for each time it is told of. */
function resourceOf(resource: Resource, orgId: string): Node {
  const before = things.get(resource)
  if (before?.orgId === orgId) return before.node
  const node = makeNode(resource, orgId)
  things.set(resource, { orgId, node })
  return node
}

function makeNode(resource: Resource, orgId: string): Node {
  const entity = new Entity(entityType[resource.type], resource.id)
  const attributes = new Map<string, Value>()
  const above = [new Entity('Organisation', orgId)]
  for (const { type, id } of resource.within ?? []) above.push(new Entity(entityType[type], id))
  if (resource.domainId !== undefined) {
    const domain = new Entity('Domain', resource.domainId)
    attributes.set('domain', domain)
    if (domain.key !== entity.key) above.push(domain)
  }
  if (resource.principalId !== undefined) attributes.set('holder', resource.principalId)
  if (resource.held !== undefined) attributes.set('held', resource.held)
  if (hasPorts.has(resource.type)) attributes.set('published', resource.published === true)
  for (const [name, value] of Object.entries(resource.facts ?? {}))
    attributes.set(name, typeof value === 'string' ? value : new CedarSet(value))
  return nodeOf(entity, attributes, byKey(above.filter(({ key }) => key !== entity.key)))
}

const hasPorts: ReadonlySet<string> = new Set(['product', 'port', 'column'])
const actions = new Map<string, Entity>()
function actionOf(action: Action): Entity {
  const known = actions.get(action)
  if (known) return known
  const made = new Entity('Action', action)
  actions.set(action, made)
  return made
}

type Context = {
  ms: number
  surface: string
  purpose: string | undefined
  sensitivity: string | undefined
  sponsor: Principal | undefined
  values: Map<string, Value>
}
let latest: Context | null = null
/** Written out: it stands on the path of every decision. */
const isSame = (one: Omit<Context, 'values'>, other: Omit<Context, 'values'>) =>
  one.ms === other.ms &&
  one.surface === other.surface &&
  one.purpose === other.purpose &&
  one.sensitivity === other.sensitivity &&
  one.sponsor === other.sponsor
/** The circumstances; what is asked within the same millisecond shares them, as the rows of a list do. */
function contextOf({ agent }: Principal, circumstances: Circumstances = {}): Map<string, Value> {
  const { at, surface = 'portal', purpose, sensitivity } = circumstances
  const ms = at ? at.getTime() : Date.now()
  const [said, sponsor] = [purpose || undefined, agent?.sponsor]
  const wanted = { ms, surface, purpose: said, sensitivity, sponsor }
  if (latest && isSame(latest, wanted)) return latest.values
  const values = new Map<string, Value>([
    ['time', new Extension('datetime', BigInt(ms))],
    ['surface', surface],
  ])
  if (said) values.set('purpose', said)
  if (sensitivity) values.set('sensitivity', sensitivity)
  if (sponsor) values.set('sponsor', new Entity('Member', sponsor.id))
  latest = { ...wanted, values }
  return values
}

export type Ask = { principal: Principal; action: Action; resource: Resource; circumstances?: Circumstances }

/** One thing asked of one resource. */
export function queryOf({ principal, action, resource, circumstances }: Ask): Query {
  const { entity, node: principalNode, nodes } = principalOf(principal)
  const resourceNode = resourceOf(resource, principal.orgId)
  return {
    principal: entity,
    action: actionOf(action),
    resource: resourceNode.entity,
    context: contextOf(principal, circumstances),
    world: new Around(nodes, resourceNode),
    principalNode,
    resourceNode,
  }
}

/** Something asked of any resource of a type: what search and rows are narrowed by. */
export function openQueryOf(principal: Principal, action: Action, type: string, circumstances?: Circumstances): Query {
  const { entity, nodes } = principalOf(principal)
  const resource = new Entity(type, '')
  const context = contextOf(principal, circumstances)
  return { principal: entity, action: actionOf(action), resource, context, world: nodes }
}

/** Those around a principal, and one thing more, without copying them for each decision. */
class Around implements World {
  readonly #others: ReadonlyMap<string, Node>
  readonly #one: Node

  constructor(others: ReadonlyMap<string, Node>, one: Node) {
    this.#others = others
    this.#one = one
  }
  get(key: string) {
    return key === this.#one.entity.key ? this.#one : this.#others.get(key)
  }
  *values() {
    yield this.#one
    yield* this.#others.values()
  }
}

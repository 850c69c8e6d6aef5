import type { Principal } from '@/server/tenancy/schema'
import type { Query } from './compile/closure'
import type { Node, World } from './compile/entity'
import { CedarSet, Entity, Extension, type Value } from './compile/value'
import { entityType } from './entity-type'
import type { Action, Circumstances, Resource } from './schema'

/** What is asked, in Cedar's terms. */

type Prepared = { entity: Entity; nodes: ReadonlyMap<string, Node> }
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
  const made = { entity, nodes: new Map([...behind, [entity.key, { entity, attributes, ancestors }]]) }
  prepared.set(principal, made)
  return made
}

function resourceOf(resource: Resource, orgId: string): Node {
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
  return { entity, attributes, ancestors: byKey(above.filter(({ key }) => key !== entity.key)) }
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

function contextOf(principal: Principal, circumstances: Circumstances = {}): Map<string, Value> {
  const { at, surface = 'portal', purpose, sensitivity } = circumstances
  const context = new Map<string, Value>([
    ['time', new Extension('datetime', BigInt((at ?? new Date()).getTime()))],
    ['surface', surface],
  ])
  if (purpose) context.set('purpose', purpose)
  if (sensitivity) context.set('sensitivity', sensitivity)
  if (principal.agent) context.set('sponsor', new Entity('Member', principal.agent.sponsor.id))
  return context
}

export type Ask = { principal: Principal; action: Action; resource: Resource; circumstances?: Circumstances }

/** One thing asked of one resource. */
export function queryOf({ principal, action, resource, circumstances }: Ask): Query {
  const { entity, nodes } = principalOf(principal)
  const node = resourceOf(resource, principal.orgId)
  const world: World = new Pair(nodes, node)
  const context = contextOf(principal, circumstances)
  return { principal: entity, action: actionOf(action), resource: node.entity, context, world }
}

/** Something asked of any resource of a type: what search and rows are narrowed by. */
export function openQueryOf(principal: Principal, action: Action, type: string, circumstances?: Circumstances): Query {
  const { entity, nodes } = principalOf(principal)
  const resource = new Entity(type, '')
  const context = contextOf(principal, circumstances)
  return { principal: entity, action: actionOf(action), resource, context, world: nodes }
}

/** Two maps as one, without copying the larger one for each decision. */
class Pair extends Map<string, Node> {
  readonly #others: ReadonlyMap<string, Node>

  constructor(others: ReadonlyMap<string, Node>, one: Node) {
    super([[one.entity.key, one]])
    this.#others = others
  }
  override get(key: string) {
    return super.get(key) ?? this.#others.get(key)
  }
  override *values(): MapIterator<Node> {
    yield* super.values()
    yield* this.#others.values()
  }
}

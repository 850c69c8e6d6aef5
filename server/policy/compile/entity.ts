import { uidOf } from './expression'
import { extensions } from './extension'
import { CedarSet, Entity, Fault, type RecordValue, type Value } from './value'

/** One entity with its attributes and all its ancestors, itself left out. */
export type Node = {
  entity: Entity
  attributes: ReadonlyMap<string, Value>
  ancestors: ReadonlyMap<string, Entity>
  /** Itself and its ancestors: what an index is asked for. */
  lineage: readonly Entity[]
  /** What indexes hold for it, by index, as it was found: one that is asked about often is looked up once. */
  met: Map<object, readonly unknown[]> | null
}
export const nodeOf = (
  entity: Entity,
  attributes: ReadonlyMap<string, Value>,
  ancestors: ReadonlyMap<string, Entity>,
): Node => ({ entity, attributes, ancestors, lineage: [entity, ...ancestors.values()], met: null })

export interface World {
  get(key: string): Node | undefined
  values(): Iterable<Node>
}

export type EntityJson = {
  uid: { type: string; id: string }
  attrs: Record<string, unknown>
  parents: { type: string; id: string }[]
}

/** A value in Cedar's JSON form. A number that JavaScript does not carry exactly is a fault. */
export function readValue(json: unknown): Value {
  if (typeof json === 'number') {
    if (!Number.isSafeInteger(json)) throw new Fault('an integer beyond 2^53')
    return json + 0
  }
  if (typeof json === 'boolean' || typeof json === 'string') return json
  if (Array.isArray(json)) return new CedarSet(readAll(json))
  if (typeof json !== 'object' || json === null) throw new Fault('no value')
  if ('__entity' in json) {
    const { type, id } = uidOf(json as { __entity: { type: string; id: string } })
    return new Entity(type, id)
  }
  if ('__extn' in json) {
    const { fn, arg, args } = json.__extn as { fn: string; arg?: unknown; args?: unknown[] }
    const call = extensions.get(fn)
    if (!call) throw new Fault(`${fn} is not understood`)
    return call(...readAll(args ?? [arg]))
  }
  return recordOf(json as Record<string, unknown>)
}

function readAll(json: readonly unknown[]): Value[] {
  const values: Value[] = []
  for (const one of json) values.push(readValue(one))
  return values
}

export function recordOf(json: Record<string, unknown>): RecordValue {
  const record = new Map<string, Value>()
  for (const [name, value] of Object.entries(json)) record.set(name, readValue(value))
  return record
}

/** Entities with their ancestors worked out to the top. */
export function world(list: readonly EntityJson[]): World {
  const parents = new Map(
    list.map(({ uid, parents: up }) => [
      new Entity(uid.type, uid.id).key,
      up.map((one) => new Entity(one.type, one.id)),
    ]),
  )
  const climb = (key: string, seen: Map<string, Entity>): Map<string, Entity> => {
    for (const parent of parents.get(key) ?? []) {
      if (seen.has(parent.key)) continue
      seen.set(parent.key, parent)
      climb(parent.key, seen)
    }
    return seen
  }
  return new Map(
    list.map(({ uid, attrs }) => {
      const entity = new Entity(uid.type, uid.id)
      return [entity.key, nodeOf(entity, recordOf(attrs), climb(entity.key, new Map()))]
    }),
  )
}

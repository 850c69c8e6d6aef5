import { type Node, readValue, type World } from './entity'
import { argumentsOf, type Expression, operatorOf, partOf, type Variable } from './expression'
import { extensions } from './extension'
import { Untranslatable } from './refusal'
import {
  asBool,
  asEntity,
  asLong,
  asSet,
  asText,
  CedarSet,
  calculate,
  compare,
  Entity,
  equal,
  Fault,
  identity,
  type Order,
  type RecordValue,
  type Sum,
  type Value,
} from './value'

/** What is asked, with its entities prepared; the two nodes are looked up once. */
export type Query = {
  principal: Entity
  action: Entity
  resource: Entity
  context: RecordValue
  world: World
  principalNode?: Node
  resourceNode?: Node
}
export type Closure = (query: Query) => Value

const fail = (why: string): never => {
  throw new Fault(why)
}
const isIn = ({ world }: Query, child: Entity, parent: Entity) =>
  child.key === parent.key || (world.get(child.key)?.ancestors.has(parent.key) ?? false)

/** Every member is looked at, also after a hit: one that is no entity is an error. */
export function inAny(query: Query, child: Value, of: Value): boolean {
  const entity = asEntity(child)
  if (of instanceof Entity) return isIn(query, entity, of)
  let hit = false
  for (const one of asSet(of).members.values()) if (isIn(query, entity, asEntity(one))) hit = true
  return hit
}

function attributesOf(query: Query, value: Value): ReadonlyMap<string, Value> | undefined {
  if (value instanceof Map) return value
  if (value instanceof Entity) return query.world.get(value.key)?.attributes
  return fail('neither a record nor an entity')
}

export type Pattern = ('Wildcard' | { Literal: string })[]
function likeness(pattern: Pattern): RegExp {
  const parts = pattern.map((part) =>
    part === 'Wildcard' ? '[^]*' : part.Literal.replace(/[.*+?^$()|[\]{}\\/-]/g, '\\$&'),
  )
  return new RegExp(`^${parts.join('')}$`)
}

/**
 * The values in their order. Here, and wherever a fault may be thrown through, stands a loop and no callback of an array: Node 20 can
 * abort when code it has optimised throws through one.
 */
function each(closures: readonly Closure[], query: Query): Value[] {
  const values: Value[] = []
  for (const one of closures) values.push(one(query))
  return values
}

type Build = (of: Expression, policy: string) => Closure
const two = (make: (left: Closure, right: Closure) => Closure): Build => {
  return (of, policy) => make(closure(partOf(of, 'left'), policy), closure(partOf(of, 'right'), policy))
}
const one = (make: (value: Closure) => Closure): Build => {
  return (of, policy) => make(closure(partOf(of, 'arg'), policy))
}
const ordered = (order: Order) => two((l, r) => (q) => compare(order, l(q), r(q)))
const summed = (sum: Sum) => two((l, r) => (q) => calculate(sum, asLong(l(q)), asLong(r(q))))

function attribute(of: Expression, policy: string): Closure {
  const name = partOf<string>(of, 'attr')
  const left = partOf(of, 'left')
  const missing = () => fail(`no attribute ${name}`)
  if (left.Var === 'principal') return (q) => q.principalNode?.attributes.get(name) ?? missing()
  if (left.Var === 'resource') return (q) => q.resourceNode?.attributes.get(name) ?? missing()
  const from = closure(left, policy)
  return (q) => attributesOf(q, from(q))?.get(name) ?? missing()
}

function has(of: Expression, policy: string): Closure {
  const left = partOf(of, 'left')
  const path = [partOf<string | string[]>(of, 'attr')].flat()
  const [name = ''] = path
  if (path.length === 1 && left.Var === 'principal') return (q) => q.principalNode?.attributes.has(name) ?? false
  if (path.length === 1 && left.Var === 'resource') return (q) => q.resourceNode?.attributes.has(name) ?? false
  const from = closure(left, policy)
  return (q) => {
    let value: Value | undefined = from(q)
    for (const name of path) {
      value = attributesOf(q, value)?.get(name)
      if (value === undefined) return false
    }
    return true
  }
}

function is(of: Expression, policy: string): Closure {
  const left = closure(partOf(of, 'left'), policy)
  const type = partOf<string>(of, 'entity_type')
  const within = partOf<Expression | undefined>(of, 'in')
  if (!within) return (q) => asEntity(left(q)).type === type
  const parent = closure(within, policy)
  return (q) => asEntity(left(q)).type === type && inAny(q, left(q), parent(q))
}

function condition(of: Expression, policy: string): Closure {
  const [test, then, other] = ['if', 'then', 'else'].map((part) => closure(partOf(of, part), policy))
  return (q) => (asBool(test!(q)) ? then!(q) : other!(q))
}

function contains(of: Expression, policy: string): Closure {
  const [left, right] = [closure(partOf(of, 'left'), policy), closure(partOf(of, 'right'), policy)]
  if (!('Value' in partOf(of, 'right'))) return (q) => asSet(left(q)).members.has(identity(right(q)))
  const wanted = identity(right({} as Query))
  return (q) => asSet(left(q)).members.has(wanted)
}

function constant(of: Expression, policy: string): Closure {
  try {
    const value = readValue(of.Value)
    return () => value
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Untranslatable(policy, `holds ${error.why}, which cannot be carried exactly`)
  }
}

const variables: Record<Variable, Closure> = {
  principal: (q) => q.principal,
  action: (q) => q.action,
  resource: (q) => q.resource,
  context: (q) => q.context as Map<string, Value>,
}

const operators: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['Value', constant],
  ['Var', (of) => variables[of.Var as Variable]],
  ['&&', two((l, r) => (q) => asBool(l(q)) && asBool(r(q)))],
  ['||', two((l, r) => (q) => asBool(l(q)) || asBool(r(q)))],
  ['!', one((value) => (q) => !asBool(value(q)))],
  ['neg', one((value) => (q) => calculate('-', 0, asLong(value(q))))],
  ['if-then-else', condition],
  ['==', two((l, r) => (q) => equal(l(q), r(q)))],
  ['!=', two((l, r) => (q) => !equal(l(q), r(q)))],
  ...(['<', '<=', '>', '>='] as const).map((order): [string, Build] => [order, ordered(order)]),
  ...(['+', '-', '*'] as const).map((sum): [string, Build] => [sum, summed(sum)]),
  ['in', two((l, r) => (q) => inAny(q, l(q), r(q)))],
  ['is', is],
  ['contains', contains],
  ['containsAll', two((l, r) => (q) => covers(asSet(l(q)), asSet(r(q))))],
  ['containsAny', two((l, r) => (q) => meets(asSet(l(q)), asSet(r(q))))],
  ['isEmpty', one((value) => (q) => asSet(value(q)).members.size === 0)],
  ['.', attribute],
  ['has', has],
  [
    'like',
    (of, policy) => {
      const left = closure(partOf(of, 'left'), policy)
      const pattern = likeness(partOf<Pattern>(of, 'pattern'))
      return (q) => pattern.test(asText(left(q)))
    },
  ],
  [
    'Set',
    (of, policy) => {
      const members = argumentsOf(of).map((member) => closure(member, policy))
      return (q) => new CedarSet(each(members, q))
    },
  ],
  [
    'Record',
    (of, policy) => {
      const fields = Object.entries(of.Record as Record<string, Expression>).map(([name, value]): [string, Closure] => [
        name,
        closure(value, policy),
      ])
      return (q) => {
        const record = new Map<string, Value>()
        for (const [name, value] of fields) record.set(name, value(q))
        return record
      }
    },
  ],
])
const covers = (set: CedarSet, wanted: CedarSet) => [...wanted.members.keys()].every((key) => set.members.has(key))
const meets = (set: CedarSet, wanted: CedarSet) => [...wanted.members.keys()].some((key) => set.members.has(key))

function call(of: Expression, policy: string): Closure {
  const name = operatorOf(of)
  const extension = extensions.get(name)
  if (!extension) throw new Untranslatable(policy, `uses ${name}, which is not understood here`)
  const values = argumentsOf(of).map((value) => closure(value, policy))
  if (!argumentsOf(of).every((value) => 'Value' in value)) return (q) => extension(...each(values, q))
  // A literal, worked out once; one that cannot be read errs whenever it is reached.
  try {
    const value = extension(...each(values, {} as Query))
    return () => value
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return () => fail(error.why)
  }
}

/** An expression as a function of what is asked. It throws a `Fault` where Cedar errs, and nothing else. */
export const closure: Build = (of, policy) => (operators.get(operatorOf(of)) ?? call)(of, policy)

import { type Approval, readApproval } from './approval'
import { type Closure, closure, type Query } from './closure'
import { readValue } from './entity'
import {
  type Constraint,
  conditionsOf,
  conjuncts,
  type Expression,
  headCondition,
  isOperator,
  type PolicyJson,
  partOf,
  uidOf,
} from './expression'
import { type Masks, readMasks } from './mask'
import { Untranslatable } from './refusal'
import { asBool, Entity, type Value } from './value'

/** A policy as it is given to be compiled. `id` is the name it is known by in every answer. */
export type Source = { id: string; json: PolicyJson }

/** An attribute that must equal one value before anything else of a policy is looked at. */
export type FirstEquality = { of: 'principal' | 'resource'; attribute: string; value: Value }

/** A policy, compiled once for its version. */
export type Policy = {
  id: string
  forbids: boolean
  /** How columns are shown by it. A forbid that has any takes the plain value alone, and denies nothing. */
  masks: Masks
  /** What it says of the agreements a request needs. */
  approval: Approval | null
  json: PolicyJson
  /** The head (without the action, which an index settles) and the conditions, in order. */
  whole: Expression[]
  /** The same, taken apart at each `&&`. */
  parts: Expression[]
  /** True or false, or a fault; asked only where the index has found the policy. */
  holds: (query: Query) => boolean
  /** Whether the head fits the principal. */
  fitsPrincipal: (query: Query) => boolean
  /** The entities its head leads up to; null where it fits any. */
  under: { principal: Entity | null; resource: Entity | null }
  first: FirstEquality | null
}

/** The entity a head's clause leads up to: the key of the index. */
function entityOf(clause: Constraint): Entity | null {
  if (clause.op === 'All') return null
  if (clause.op === 'is') return clause.in ? entityOf({ op: '==', entity: clause.in.entity }) : null
  const { type, id } = uidOf(clause.entity)
  return new Entity(type, id)
}

const always = () => true
const noMasks: Masks = new Map()

/** What the index does not prove of a clause: it finds by the entity or its ancestors, so `in` alone is proven. */
function unproven(variable: 'principal' | 'resource', clause: Constraint, id: string): Closure | null {
  const proven = clause.op === 'All' || clause.op === 'in'
  return proven ? null : closure(headCondition(variable, clause)!, id)
}

function firstEquality(conditions: Expression[]): FirstEquality | null {
  const first = conditions[0] && conjuncts(conditions[0])[0]
  if (!first || !isOperator(first, '==')) return null
  const [left, right] = [partOf(first, 'left'), partOf(first, 'right')]
  if (!isOperator(left, '.') || !isOperator(right, 'Value')) return null
  const { Var: of } = partOf(left, 'left')
  if (of !== 'principal' && of !== 'resource') return null
  return { of, attribute: partOf<string>(left, 'attr'), value: readValue(right.Value) }
}

const holdsSlot = (json: PolicyJson) => JSON.stringify([json.principal, json.resource]).includes('"slot"')

/** The head first, which never errs, then the conditions in their order. */
function all(head: readonly Closure[], conditions: readonly Closure[]) {
  return (query: Query): boolean => {
    for (const test of head) if (test(query) !== true) return false
    for (const condition of conditions) if (!asBool(condition(query))) return false
    return true
  }
}

/** Compiles one policy; throws where it uses what is not understood here. */
export function compilePolicy({ id, json }: Source): Policy {
  if (holdsSlot(json)) throw new Untranslatable(id, 'is a template; only whole policies are taken')
  const masks = readMasks(json.annotations?.mask)
  const approval = readApproval(json.annotations)
  const conditions = conditionsOf(json)
  const when = conditions.map((condition) => closure(condition, id))
  const head = [unproven('principal', json.principal, id), unproven('resource', json.resource, id)]
  const before = head.filter((test) => test !== null)
  const [only] = when
  const holds = before.length === 0 && when.length === 1 ? (query: Query) => asBool(only!(query)) : all(before, when)
  const principal = headCondition('principal', json.principal)
  const fits = principal && closure(principal, id)
  const whole = [principal, headCondition('resource', json.resource), ...conditions].filter((part) => part !== null)
  return {
    id,
    forbids: json.effect === 'forbid',
    masks: masks.ok ? masks.masks : noMasks,
    approval: approval.ok ? approval.approval : null,
    json,
    whole,
    parts: whole.flatMap(conjuncts),
    holds,
    fitsPrincipal: fits ? (query) => fits(query) === true : always,
    under: { principal: entityOf(json.principal), resource: entityOf(json.resource) },
    first: firstEquality(conditions),
  }
}

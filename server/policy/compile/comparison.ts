import { and, type Column, type Comparison, type Formula, no, type Scalar, yes } from '@/server/platform/filter'
import { constantOf, guarded, hasValue, type Known, type Operand, present, refuse, termOf } from './operand'
import { errs, type Truth, undecided } from './two-sided'
import { CedarSet, Entity, type Order, typeOf, type Value } from './value'

/** Comparisons of rows: equality, order, and what stands in a list. */

const opposite: Record<Order, Order> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' }
const typeOfOperand = (one: Operand) =>
  one.is === 'column'
    ? one.column.type
    : one.is === 'sum'
      ? 'long'
      : one.is === 'constant'
        ? typeOf(one.value)
        : 'entity'

/** `<` and its kin over operands of the types named; anything else errs, as it does in Cedar. */
export function ordered(order: Order, left: Operand, right: Operand, types: readonly Scalar[]): Truth {
  if (left.is === 'error' || right.is === 'error') return errs
  const known = [left, right].filter((side) => side.is !== 'open').map(typeOfOperand)
  if (known.some((type) => !types.includes(type as Scalar)) || new Set(known).size > 1) return errs
  if (known.length < 2) return undecided
  const is = (operator: Comparison): Formula =>
    and(guarded(left, right), { is: 'compare', operator, left: termOf(left), right: termOf(right) })
  return { whenTrue: is(order), whenFalse: is(opposite[order]) }
}

const entityOf = (one: Operand, known: Known) =>
  one.is === 'self'
    ? known.mapping.type
    : one.is === 'column' && one.column.type === 'entity'
      ? one.column.entity
      : one.is === 'constant' && one.value instanceof Entity
        ? one.value.type
        : undefined

/** Values of different types are unequal; only a missing one errs. */
export function equalTo(left: Operand, right: Operand, known: Known): Truth {
  if (left.is === 'error' || right.is === 'error') return errs
  const unequal: Truth = { whenTrue: no, whenFalse: and(hasValue(left), hasValue(right)) }
  if (left.is === 'open' || right.is === 'open') return undecided
  const types = [typeOfOperand(left), typeOfOperand(right)]
  if (types[0] !== types[1]) return unequal
  if (types[0] === 'set') return sameSet(left, right, known)
  if (types[0] === 'record' || types[0] === 'duration') return unequal
  if (types[0] === 'entity' && entityOf(left, known) !== entityOf(right, known)) return unequal
  if (left.is === 'self' || right.is === 'self') return selfEqual(left, right, known)
  const is = (operator: Comparison): Formula =>
    and(guarded(left, right), { is: 'compare', operator, left: termOf(left), right: termOf(right) })
  return { whenTrue: is('='), whenFalse: is('<>') }
}

function selfEqual(left: Operand, right: Operand, { mapping }: Known): Truth {
  if (left.is === 'self' && right.is === 'self') return { whenTrue: yes, whenFalse: no }
  const other = left.is === 'self' ? right : left
  if (mapping.id === null) return { whenTrue: no, whenFalse: hasValue(other) }
  const self = { is: 'column', column: { column: mapping.id, type: 'entity', entity: mapping.type } } as const
  const is = (operator: Comparison): Formula => ({ is: 'compare', operator, left: self, right: termOf(other) })
  return { whenTrue: is('='), whenFalse: is('<>') }
}

type SetColumn = Extract<Column, { type: 'set' }>
export const isSetColumn = (one: Operand): one is { is: 'column'; column: SetColumn } =>
  one.is === 'column' && one.column.type === 'set'
const fits = (value: Value, type: Scalar, entity: string | undefined) =>
  typeOf(value) === type && (!(value instanceof Entity) || value.type === entity)
/** The members of a constant set that a column could hold at all. */
export const fitting = (values: Iterable<Value>, column: Column) => {
  const { type, entity } = column.type === 'set' ? column.of : { type: column.type, entity: column.entity }
  return [...values].filter((value) => fits(value, type, entity)).map(constantOf)
}

function sameSet(left: Operand, right: Operand, known: Known): Truth {
  const [column, other] = isSetColumn(left) ? [left, right] : [right, left]
  if (!isSetColumn(column)) return refuse(known, 'compares two sets that are no column')
  if (other.is !== 'constant') return refuse(known, 'compares a set of the resource with another one of it')
  const members = (other.value as CedarSet).members
  const values = fitting(members.values(), column.column)
  if (values.length < members.size) return { whenTrue: no, whenFalse: present(column.column) }
  const same: Formula = { is: 'same', column: column.column, values, negated: false }
  return { whenTrue: same, whenFalse: { ...same, negated: true } }
}

export type Quantity = 'contains' | 'containsAll' | 'containsAny'
/** contains, containsAll and containsAny, with a set of the resource on one side and something known on the other. */
export function containing(quantity: Quantity, left: Operand, right: Operand, known: Known): Truth {
  if (left.is === 'error' || right.is === 'error') return errs
  if (isSetColumn(left)) return columnContains(quantity, left.column, right, known)
  if (left.is === 'column' || left.is === 'self' || left.is === 'sum') return errs
  if (quantity === 'contains') return listed(left, right, known)
  if (quantity === 'containsAll') return refuse(known, 'asks whether a known set covers one of the resource')
  if (!isSetColumn(right)) return right.is === 'column' || right.is === 'self' || right.is === 'sum' ? errs : undecided
  if (left.is === 'open') return undecided
  if (!(left.value instanceof CedarSet)) return errs
  return some('any', right.column, fitting(left.value.members.values(), right.column))
}

function columnContains(quantity: Quantity, column: SetColumn, right: Operand, known: Known): Truth {
  if (right.is === 'open') return undecided
  if (right.is !== 'constant') return refuse(known, 'compares a set of the resource with another part of it')
  if (quantity !== 'contains' && !(right.value instanceof CedarSet)) return errs
  const wanted = quantity === 'contains' ? [right.value] : [...(right.value as CedarSet).members.values()]
  const values = fitting(wanted, column)
  if (quantity !== 'containsAny' && values.length < wanted.length) return { whenTrue: no, whenFalse: present(column) }
  if (quantity !== 'containsAny' && values.length === 0) return { whenTrue: present(column), whenFalse: no }
  return some(quantity === 'containsAny' ? 'any' : 'all', column, values)
}

function some(is: 'any' | 'all', column: Column, values: ReturnType<typeof fitting>): Truth {
  if (values.length === 0) return { whenTrue: no, whenFalse: present(column) }
  return { whenTrue: { is, column, values, negated: false }, whenFalse: { is, column, values, negated: true } }
}

/** A known set that contains a value of the resource. */
function listed(left: Operand, right: Operand, known: Known): Truth {
  if (isSetColumn(right)) return refuse(known, 'asks for a set within a set')
  if (left.is === 'open') return undecided
  if (left.is !== 'constant' || !(left.value instanceof CedarSet)) return errs
  return within(right, [...left.value.members.values()], known)
}

/** A value of the resource among some known ones. */
export function within(one: Operand, values: readonly Value[], { mapping }: Known): Truth {
  const column: Column | null =
    one.is === 'column'
      ? one.column
      : one.is === 'self' && mapping.id !== null
        ? { column: mapping.id, type: 'entity', entity: mapping.type }
        : one.is === 'sum'
          ? { column: '', type: 'long' }
          : null
  if (!column) return { whenTrue: no, whenFalse: hasValue(one) }
  const found = fitting(values, column)
  if (found.length === 0) return { whenTrue: no, whenFalse: hasValue(one) }
  const term = one.is === 'self' ? ({ is: 'column', column } as const) : termOf(one)
  const is = (negated: boolean): Formula => and(guarded(one), { is: 'oneOf', term, values: found, negated })
  return { whenTrue: is(false), whenFalse: is(true) }
}

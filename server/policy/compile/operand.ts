import { and, type Column, type Constant, type Formula, type Term, yes } from '@/server/platform/filter'
import { type Closure, closure, type Query } from './closure'
import { type Expression, isOperator, operatorOf, partOf, pathOf } from './expression'
import type { Mapping } from './mapping'
import { Untranslatable } from './refusal'
import { Entity, Extension, Fault, type Sum, typeOf, type Value } from './value'

/** What a translation knows: the rows' mapping, and who asks; null while a policy is only checked for everyone. */
export type Known = { query: Query | null; mapping: Mapping; policy: string }

/** One side of a comparison. `guards` must hold for a sum to have a value at all. */
export type Operand =
  | { is: 'error' }
  /** Of the principal or the context, not known yet. */
  | { is: 'open' }
  | { is: 'constant'; value: Value }
  | { is: 'self' }
  | { is: 'column'; column: Column }
  | { is: 'sum'; term: Term; bits: number; guards: Formula[] }

export const refuse = ({ policy }: Known, why: string): never => {
  throw new Untranslatable(policy, why)
}

/** What was found out about an expression is written on it, under names that no JSON has: a map beside it would be slower than the work. */
const independent = Symbol('independent')
const compiled = Symbol('compiled')
type Noted = { [independent]?: boolean; [compiled]?: Closure }

/** Whether an expression says nothing of the resource, so that it can be worked out before any row is seen. */
export function isKnown(expression: unknown): boolean {
  if (typeof expression !== 'object' || expression === null) return true
  const noted: Noted = expression
  if (noted[independent] !== undefined) return noted[independent]
  const own = expression as Expression
  // A record's fields may bear any name, those of operators too.
  const parts = Object.values('Record' in own ? (own.Record as object) : own)
  const known = own.Var === 'resource' ? false : 'Value' in own ? true : parts.every(isKnown)
  noted[independent] = known
  return known
}

const rowsAlone = Symbol('rowsAlone')

/**
 * Whether a condition says the same of a row whoever asks. What stands above a named entity is told by the asker's world, so that `in`
 * is asked of the resource alone.
 */
export function isOfRowsAlone(expression: unknown): boolean {
  if (typeof expression !== 'object' || expression === null) return true
  const noted = expression as { [rowsAlone]?: boolean }
  if (noted[rowsAlone] !== undefined) return noted[rowsAlone]
  const { Var, in: within } = expression as { Var?: string; in?: { left?: { Var?: string } } }
  const alone =
    (Var === undefined || Var === 'resource') &&
    (within === undefined || within.left?.Var === 'resource') &&
    Object.values(expression).every(isOfRowsAlone)
  noted[rowsAlone] = alone
  return alone
}

/** The value of an expression that says nothing of the resource; null where it errs. */
export function evaluate(expression: Expression, { policy, query }: Known): { value: Value } | null {
  const noted: Noted = expression
  noted[compiled] ??= closure(expression, policy)
  const run = noted[compiled]
  try {
    return { value: run(query!) }
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

const sums: readonly string[] = ['+', '-', '*']
/** What one side of a comparison comes down to. Throws where rows cannot be compared by it. */
export function operand(of: Expression, known: Known): Operand {
  if (isKnown(of)) {
    if (!known.query) {
      const run = closure(of, known.policy)
      return isOperator(of, 'Value') ? { is: 'constant', value: run({} as Query) } : { is: 'open' }
    }
    const found = evaluate(of, known)
    return found ? { is: 'constant', value: found.value } : { is: 'error' }
  }
  if (isOperator(of, 'Var')) return { is: 'self' }
  if (isOperator(of, '.')) return attribute(of, known)
  if (isOperator(of, 'neg')) return sum('-', { is: 'constant', value: 0 }, operand(partOf(of, 'arg'), known), known)
  const operator = operatorOf(of)
  if (!sums.includes(operator))
    return refuse(known, `compares the result of "${operator}" over the resource, which has no form in SQL`)
  return sum(operator as Sum, operand(partOf(of, 'left'), known), operand(partOf(of, 'right'), known), known)
}

/** The column of `resource.name`. Nothing behind another entity is a column of the row. */
export function attribute(of: Expression, known: Known): Operand {
  const found = pathOf(of)
  if (!found) return refuse(known, 'reads an attribute of a computed value')
  const { path } = found
  if (path.length > 1) return refuse(known, `reads resource.${path.join('.')}, which stands behind another entity`)
  const [name = ''] = path
  if (known.mapping.beyond.has(name)) return refuse(known, `reads resource.${name}, which no row of a search holds`)
  const column = known.mapping.attributes.get(name)
  return column ? { is: 'column', column } : { is: 'error' }
}

function widthOf(one: Operand): number {
  if (one.is !== 'constant') return one.is === 'sum' ? one.bits : 63
  return typeof one.value === 'number' ? Math.abs(one.value).toString(2).length : 63
}
const guardsOf = (one: Operand) => (one.is === 'sum' ? one.guards : [])
const isLong = (one: Operand) =>
  one.is === 'sum' ||
  one.is === 'open' ||
  (one.is === 'column' && one.column.type === 'long') ||
  (one.is === 'constant' && typeOf(one.value) === 'long')

/** SQL adds in 128 bits and each step is held to 64, as Cedar does; what 128 could not hold is refused. */
function sum(operator: Sum, left: Operand, right: Operand, known: Known): Operand {
  if (!isLong(left) || !isLong(right)) return { is: 'error' }
  const bits = operator === '*' ? widthOf(left) + widthOf(right) : Math.max(widthOf(left), widthOf(right)) + 1
  if (bits > 126) return refuse(known, 'computes with more than SQL can hold exactly')
  if (left.is === 'open' && right.is === 'open') return { is: 'open' }
  const term: Term = { is: 'sum', operator, left: termOf(left), right: termOf(right) }
  return { is: 'sum', term, bits, guards: [...guardsOf(left), ...guardsOf(right), { is: 'inRange', term }] }
}

const placeholder: Term = { is: 'constant', constant: { type: 'long', value: '0' } }
/** An operand as SQL's term; only of those that have one. */
export function termOf(one: Operand): Term {
  if (one.is === 'column') return { is: 'column', column: one.column }
  if (one.is === 'constant') return { is: 'constant', constant: constantOf(one.value) }
  return one.is === 'sum' ? one.term : placeholder
}

export function constantOf(value: Value): Constant {
  if (typeof value === 'boolean') return { type: 'bool', value }
  if (typeof value === 'string') return { type: 'string', value }
  if (typeof value === 'number' || typeof value === 'bigint') return { type: 'long', value: String(value) }
  if (value instanceof Entity) return { type: 'entity', value: value.id }
  if (value instanceof Extension && value.type === 'datetime') return { type: 'datetime', value: String(value.amount) }
  if (value instanceof Extension && value.type === 'decimal') return { type: 'decimal', value: digits(value.amount) }
  throw new TypeError('no constant of SQL')
}

function digits(amount: bigint): string {
  const [sign, size] = amount < 0n ? ['-', -amount] : ['', amount]
  return `${sign}${size / 10_000n}.${String(size % 10_000n).padStart(4, '0')}`
}

export const guarded = (...sides: Operand[]) => and(...sides.flatMap(guardsOf))
export const present = (column: Column): Formula => ({ is: 'present', column })
/** When an operand has a value. */
export const hasValue = (one: Operand): Formula =>
  one.is === 'column' ? present(one.column) : one.is === 'sum' ? guarded(one) : yes

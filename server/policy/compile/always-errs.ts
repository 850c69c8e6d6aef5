import { type Closure, closure } from './closure'
import { argumentsOf, type Expression, isOperator, operatorOf, partOf } from './expression'
import { Fault, type Value } from './value'

const mentions = (of: unknown): boolean => {
  if (typeof of !== 'object' || of === null) return false
  return ('Var' in of && typeof of.Var === 'string') || Object.values(of).some(mentions)
}

/** The value of an expression that needs nobody to be known; undefined where it does, or errs. */
function constant(of: Expression, run: Closure): Value | undefined {
  if (mentions(of)) return undefined
  try {
    return run({} as never)
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

const lazy = new Set(['&&', '||', 'if-then-else'])

/** Whether a condition errs for everyone and everything: a sum that never fits, a date that is none. */
export function alwaysErrs(of: Expression, policy: string): boolean {
  const errs = (one: Expression) => alwaysErrs(one, policy)
  const value = (one: Expression) => constant(one, closure(one, policy))
  const operator = operatorOf(of)
  if (lazy.has(operator)) {
    const first = partOf(of, operator === 'if-then-else' ? 'if' : 'left')
    if (errs(first)) return true
    const known = value(first)
    if (operator === 'if-then-else') {
      const [then, other] = [errs(partOf(of, 'then')), errs(partOf(of, 'else'))]
      return known === undefined ? then && other : known ? then : other
    }
    return known === (operator === '&&') && errs(partOf(of, 'right'))
  }
  if (operandsOf(of).some(errs)) return true
  return !mentions(of) && value(of) === undefined
}

function operandsOf(of: Expression): Expression[] {
  if (isOperator(of, 'Set')) return argumentsOf(of)
  if (isOperator(of, 'Record')) return Object.values(of.Record as Record<string, Expression>)
  const parts = Object.values(of)[0]
  if (Array.isArray(parts)) return parts as Expression[]
  return ['left', 'right', 'arg', 'in']
    .map((name) => partOf<Expression | undefined>(of, name))
    .filter((one) => one !== undefined)
}

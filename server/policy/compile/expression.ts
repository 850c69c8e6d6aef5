/** Cedar's own JSON form of a policy, as cedar-wasm writes it, and the few readings of it that all of the compiler needs. */

export type Uid = { type: string; id: string } | { __entity: { type: string; id: string } }
export type Expression = { readonly [operator: string]: unknown }
export type Variable = 'principal' | 'action' | 'resource' | 'context'
/** Of a principal or a resource. */
export type Constraint =
  | { op: 'All' }
  | { op: '=='; entity: Uid }
  | { op: 'in'; entity: Uid }
  | { op: 'is'; entity_type: string; in?: { entity: Uid } }

export type PolicyJson = {
  effect: 'permit' | 'forbid'
  principal: Constraint
  action: Constraint | { op: 'in'; entities: Uid[] }
  resource: Constraint
  conditions: { kind: 'when' | 'unless'; body: Expression }[]
  annotations?: Record<string, string | null>
}

export const uidOf = (uid: Uid) => ('__entity' in uid ? uid.__entity : uid)
export const operatorOf = (expression: Expression): string => Object.keys(expression)[0] ?? ''
export const partOf = <T = Expression>(expression: Expression, name: string): T =>
  (Object.values(expression)[0] as Record<string, unknown>)[name] as T
export const argumentsOf = (expression: Expression): Expression[] => {
  const found = Object.values(expression)[0]
  return Array.isArray(found) ? (found as Expression[]) : []
}
export const isOperator = (expression: Expression, operator: string) => Object.hasOwn(expression, operator)

const entityValue = (uid: Uid): Expression => ({ Value: { __entity: uidOf(uid) } })
/** A clause of a policy's head as a condition; null where it says nothing. */
export function headCondition(variable: 'principal' | 'resource', clause: Constraint): Expression | null {
  const left = { Var: variable }
  if (clause.op === 'All') return null
  if (clause.op === '==') return { '==': { left, right: entityValue(clause.entity) } }
  if (clause.op === 'is') {
    const within = clause.in ? { in: entityValue(clause.in.entity) } : {}
    return { is: { left, entity_type: clause.entity_type, ...within } }
  }
  return { in: { left, right: entityValue(clause.entity) } }
}

/** The conditions of a policy, each as one that must be true. */
export const conditionsOf = (policy: PolicyJson): Expression[] =>
  policy.conditions.map(({ kind, body }) => (kind === 'when' ? body : { '!': { arg: body } }))

export function conjuncts(expression: Expression): Expression[] {
  if (!isOperator(expression, '&&')) return [expression]
  return [...conjuncts(partOf(expression, 'left')), ...conjuncts(partOf(expression, 'right'))]
}

/** `resource.a.b` as the variable it begins with and the path; null where it begins with anything else. */
export function pathOf(expression: Expression): { variable: Variable; path: string[] } | null {
  const path: string[] = []
  let at = expression
  while (isOperator(at, '.')) {
    path.unshift(partOf<string>(at, 'attr'))
    at = partOf(at, 'left')
  }
  return isOperator(at, 'Var') ? { variable: at.Var as Variable, path } : null
}

/** Whether a variable is named anywhere in it. */
export function names(expression: unknown, variable: Variable): boolean {
  if (typeof expression !== 'object' || expression === null) return false
  return (expression as Expression).Var === variable || Object.values(expression).some((part) => names(part, variable))
}

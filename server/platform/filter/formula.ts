/** A condition over the columns of a row, as plain data: it crosses processes, and each engine prints it in its own language. */

export type Scalar = 'string' | 'long' | 'bool' | 'decimal' | 'datetime' | 'entity'
/** Where an attribute stands in a table. `column` is its name; of an entity the column holds the id. */
export type Column =
  | { column: string; type: Scalar; entity?: string }
  | { column: string; type: 'set'; of: { type: Scalar; entity?: string } }
/** A constant; numbers, decimals and times (in ms) as text, so that none is rounded. */
export type Constant = { type: Scalar; value: string | boolean }

export type Term =
  | { is: 'column'; column: Column }
  | { is: 'constant'; constant: Constant }
  | { is: 'sum'; operator: '+' | '-' | '*'; left: Term; right: Term }
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='
export type Pattern = ('Wildcard' | { Literal: string })[]

export type Formula =
  | { is: 'true' }
  | { is: 'false' }
  /** Not known yet; never printed. */
  | { is: 'open' }
  | { is: 'and' | 'or'; parts: Formula[] }
  /** Whatever is not true, unknown (NULL) included. */
  | { is: 'untrue'; part: Formula }
  | { is: 'compare'; operator: Comparison; left: Term; right: Term }
  | { is: 'present' | 'absent'; column: Column }
  /** A sum that 64 bits hold. */
  | { is: 'inRange'; term: Term }
  | { is: 'oneOf'; term: Term; values: Constant[]; negated: boolean }
  | { is: 'like'; column: Column; pattern: Pattern; negated: boolean }
  | { is: 'any' | 'all' | 'same'; column: Column; values: Constant[]; negated: boolean }
  | { is: 'empty'; column: Column; negated: boolean }

export const yes: Formula = { is: 'true' }
export const no: Formula = { is: 'false' }
export const open: Formula = { is: 'open' }

function join(is: 'and' | 'or', parts: readonly Formula[]): Formula {
  const [neutral, settling] = is === 'and' ? [yes, no] : [no, yes]
  const kept: Formula[] = []
  // One pass, for it is walked for every condition of every policy.
  for (const part of parts) {
    if (part.is === settling.is) return settling
    if (part.is === is) for (const own of (part as { parts: Formula[] }).parts) kept.push(own)
    else if (part.is !== neutral.is) kept.push(part)
  }
  return kept.length === 0 ? neutral : kept.length === 1 ? kept[0]! : { is, parts: kept }
}
export const and = (...parts: Formula[]) => join('and', parts)
export const or = (...parts: Formula[]) => join('or', parts)
export const untrue = (part: Formula): Formula =>
  part.is === 'true' ? no : part.is === 'false' ? yes : { is: 'untrue', part }

/** How many comparisons a formula makes. */
export function sizeOf(formula: Formula): number {
  if ('parts' in formula) return formula.parts.reduce((sum, part) => sum + sizeOf(part), 0)
  return formula.is === 'untrue' ? sizeOf(formula.part) : 1
}

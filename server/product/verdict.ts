import type { QualityRule } from './contract'
import { type Operator, operatorNames } from './odcs-quality'

/** Whether a measured number keeps what a rule promised, and how the promise reads. */

export type Promised = { operator: Operator; value: number | [number, number] }

const words: Record<Operator, string> = {
  mustBe: 'must be',
  mustNotBe: 'must not be',
  mustBeGreaterThan: 'must be greater than',
  mustBeGreaterOrEqualTo: 'must be at least',
  mustBeLessThan: 'must be less than',
  mustBeLessOrEqualTo: 'must be at most',
  mustBeBetween: 'must be between',
  mustNotBeBetween: 'must not be between',
}

/** The promise of a rule that is measured; null where what it names is not a number. */
export function promiseOf(rule: QualityRule): Promised | null {
  const operator = operatorNames.find((name) => rule[name] !== undefined)
  if (!operator) return null
  const value = rule[operator]
  if (Array.isArray(value)) {
    const [low, high] = (value as number[]).toSorted((a, b) => a - b) as [number, number]
    return { operator, value: [low, high] }
  }
  const number =
    typeof value === 'boolean'
      ? Number(value)
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : value
  return typeof number === 'number' && Number.isFinite(number) ? { operator, value: number } : null
}

/** Both ends belong to a range, as the standard's examples read it. */
export function isKept({ operator, value }: Promised, measured: number): boolean {
  if (Array.isArray(value)) {
    const inside = measured >= value[0] && measured <= value[1]
    return operator === 'mustBeBetween' ? inside : !inside
  }
  if (operator === 'mustBe') return measured === value
  if (operator === 'mustNotBe') return measured !== value
  if (operator === 'mustBeGreaterThan') return measured > value
  if (operator === 'mustBeGreaterOrEqualTo') return measured >= value
  if (operator === 'mustBeLessThan') return measured < value
  return measured <= value
}

/** The ends between which a measured number has to lie, which may or may not belong to it; of what must not be, none. */
export function bandOf({ operator, value }: Promised): { low: number | null; high: number | null } {
  if (Array.isArray(value))
    return operator === 'mustBeBetween' ? { low: value[0], high: value[1] } : { low: null, high: null }
  if (operator === 'mustBe') return { low: value, high: value }
  if (operator === 'mustBeGreaterThan' || operator === 'mustBeGreaterOrEqualTo') return { low: value, high: null }
  return { low: null, high: operator === 'mustNotBe' ? null : value }
}

const read = new Intl.NumberFormat('en', { maximumFractionDigits: 20 })

export function readPromise({ operator, value }: Promised, unit = ''): string {
  const number = [value].flat().map(read.format).join(' and ')
  return `${words[operator]} ${number}${unit === 'percent' ? '%' : unit ? ` ${unit}` : ''}`
}

import type { Rule } from './documents'

/** The operators of the standard in words, and numbers as one types them. */
export const operators: Record<string, { label: string; pair?: true }> = {
  mustBe: { label: 'is' },
  mustNotBe: { label: 'is not' },
  mustBeGreaterThan: { label: 'is more than' },
  mustBeGreaterOrEqualTo: { label: 'is at least' },
  mustBeLessThan: { label: 'is less than' },
  mustBeLessOrEqualTo: { label: 'is at most' },
  mustBeBetween: { label: 'is between', pair: true },
  mustNotBeBetween: { label: 'is not between', pair: true },
}

export const operatorOf = (rule: Rule) => Object.keys(operators).find((name) => rule[name] !== undefined) ?? 'mustBe'

export function boundOf(rule: Rule): string {
  const bound = rule[operatorOf(rule)]
  return Array.isArray(bound) ? bound.join(' and ') : String(bound ?? '')
}

/** What is no number stays as it was typed, so that the problem list can say so. */
export const readNumber = (text: string) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text)

export const range = (text: string) =>
  text
    .split(/\s+and\s+|[,;]\s*|\s+/)
    .filter(Boolean)
    .map(readNumber)

export const listed = (values: unknown) =>
  Array.isArray(values) ? values.map((value) => (value === null ? 'null' : String(value))).join(', ') : ''

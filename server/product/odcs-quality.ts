import { z } from 'zod'
import { anyMap, anything, chosen, distinctItems, isMap } from './shape'

/** Quality rules of ODCS 3.2: which keys a rule may carry depends on its type and on whether it names a metric. */

export const metrics = ['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount'] as const
export const ruleTypes = ['text', 'library', 'sql', 'custom'] as const
export const dimensions = [
  'accuracy',
  'completeness',
  'conformity',
  'consistency',
  'coverage',
  'timeliness',
  'uniqueness',
] as const

const pair = z
  .array(z.number())
  .length(2, 'must be two numbers, the lower and the upper')
  .refine(distinctItems, 'must be two different numbers')

export const operators = {
  mustBe: anything,
  mustNotBe: anything,
  mustBeGreaterThan: z.number(),
  mustBeGreaterOrEqualTo: z.number(),
  mustBeLessThan: z.number(),
  mustBeLessOrEqualTo: z.number(),
  mustBeBetween: pair,
  mustNotBeBetween: pair,
}
export type Operator = keyof typeof operators
export const operatorNames = Object.keys(operators) as Operator[]

export const stableId = z.string().regex(/^[^\s.#/\\@!%&^]+$/, 'must be free of spaces and of . # / \\ @ ! % & ^')
export const tags = z.array(z.string())

export const customProperty = z.strictObject({
  id: stableId.optional(),
  property: z.string(),
  value: anything,
  description: z.string().optional(),
  vendor: z.string().optional(),
})
export const customProperties = z.array(customProperty)

export const authoritativeDefinitions = z.array(
  z.strictObject({
    id: stableId.optional(),
    url: z.string(),
    type: z.string(),
    description: z.string().optional(),
  }),
)

const common = {
  id: stableId.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  businessImpact: z.string().optional(),
  customProperties: customProperties.optional(),
  description: z.string().optional(),
  dimension: z.enum(dimensions).optional(),
  method: z.string().optional(),
  name: z.string().optional(),
  schedule: z.string().optional(),
  scheduler: z.string().optional(),
  severity: z.string().optional(),
  tags: tags.optional(),
  type: z.enum(ruleTypes).optional(),
  unit: z.string().optional(),
}
const library = { metric: z.enum(metrics), rule: z.string().optional(), arguments: anyMap.optional() }
const sql = { query: z.string() }
const custom = {
  engine: z.string(),
  implementation: z
    .unknown()
    .refine((value) => typeof value === 'string' || isMap(value), 'is required: text or a map'),
}

/** One quality rule. A rule that is measured names exactly one operator; a text or custom rule names none. */
export const quality = chosen((value) => {
  if (!isMap(value)) return z.strictObject(common)
  const isLibrary = value.type === 'library' || typeof value.metric === 'string'
  const isSql = value.type === 'sql'
  const measured = isLibrary || isSql
  const named = operatorNames.filter((name) => value[name] !== undefined)
  const faults =
    measured && named.length !== 1
      ? [
          `must have exactly one of ${operatorNames.join(', ')}${named.length > 1 ? `, not ${named.join(' and ')}` : ''}`,
        ]
      : []
  const shape = z.strictObject({
    ...common,
    ...(isLibrary ? library : {}),
    ...(isSql ? sql : {}),
    ...(value.type === 'custom' ? custom : {}),
    ...Object.fromEntries(measured ? named.map((name) => [name, operators[name]]) : []),
  })
  return { shape, faults }
})

import { z } from 'zod'
import { context } from './odcs-context'
import { authoritativeDefinitions, customProperties, quality, stableId, tags } from './odcs-quality'
import { anyMap, chosen, distinctItems, integer, isMap, notNegative, scalar } from './shape'

/** Schema objects and their properties in ODCS 3.2. A property's further keys depend on its logical type. */

export const logicalTypes = [
  'string',
  'date',
  'timestamp',
  'time',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
  'map',
  'vector',
] as const
export type LogicalType = (typeof logicalTypes)[number]

const shorthand = /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)+$/
const qualified =
  /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.ya?ml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[^\s.#/\\@!%&^]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[^\s.#/\\@!%&^]+)*$/
const reference = z
  .string()
  .refine(
    (text) => shorthand.test(text) || qualified.test(text),
    'must name a column as object.property, or as schema/<id>/properties/<id>',
  )
const references = chosen((value) => (Array.isArray(value) ? z.array(reference).min(1) : reference))

const relationship = {
  id: z.string().optional(),
  type: z.literal('foreignKey', 'must be foreignKey').optional(),
  to: references.refine((value) => value !== undefined, 'is required'),
  customProperties: customProperties.optional(),
}
const ownRelationship = z.strictObject(relationship)
const objectRelationship = chosen((value) => {
  const both = isMap(value) && value.from !== undefined && value.to !== undefined
  const mixed = both && Array.isArray(value.from) !== Array.isArray(value.to)
  return {
    shape: z.strictObject({ ...relationship, from: references }),
    faults: mixed ? ['must have one column on both sides, or a list on both'] : [],
  }
})

const element = {
  id: stableId.optional(),
  physicalType: z.string().optional(),
  description: z.string().optional(),
  businessName: z.string().optional(),
  deprecated: z.boolean().optional(),
  synonyms: z
    .array(
      z.strictObject({
        id: stableId.optional(),
        synonym: z.string(),
        description: z.string().optional(),
        locale: z.string().optional(),
        source: z.string().optional(),
        status: z.string().optional(),
        customProperties: customProperties.optional(),
      }),
    )
    .optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  tags: tags.optional(),
  customProperties: customProperties.optional(),
}

const enumValue = z.strictObject({
  value: scalar,
  label: z.string().optional(),
  id: stableId.optional(),
  description: z.string().optional(),
  customProperties: customProperties.optional(),
  authoritativeDefinitions: authoritativeDefinitions.optional(),
  tags: tags.optional(),
})

const base = {
  ...element,
  name: z.string().optional(),
  primaryKey: z.boolean().optional(),
  primaryKeyPosition: integer.optional(),
  logicalType: z.enum(logicalTypes).optional(),
  logicalTypeOptions: anyMap.optional(),
  physicalName: z.string().optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  semanticType: z.enum(['column', 'measure', 'dimension']).optional(),
  partitioned: z.boolean().optional(),
  partitionKeyPosition: integer.optional(),
  classification: z.string().optional(),
  encryptedName: z.string().optional(),
  transformSourceObjects: z.array(z.string()).optional(),
  transformLogic: z.string().optional(),
  transformDescription: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  enum: z.array(enumValue).min(1).refine(distinctItems, 'must not list the same value twice').optional(),
  criticalDataElement: z.boolean().optional(),
  relationships: z.array(ownRelationship).optional(),
  quality: z.array(quality).optional(),
}

const ordered = (bound: z.ZodType) => ({
  minimum: bound.optional(),
  maximum: bound.optional(),
  exclusiveMinimum: bound.optional(),
  exclusiveMaximum: bound.optional(),
})
const multipleOf = z
  .number()
  .refine((value) => value > 0, 'must be greater than 0')
  .optional()
const text = z.string()
const moment = {
  format: text.optional(),
  ...ordered(text),
  timezone: z.boolean().optional(),
  defaultTimezone: text.optional(),
}

const options: Partial<Record<LogicalType, z.ZodType>> = {
  string: z.strictObject({
    minLength: notNegative.optional(),
    maxLength: notNegative.optional(),
    pattern: text.optional(),
    format: text.optional(),
  }),
  date: z.strictObject({ format: text.optional(), ...ordered(text) }),
  timestamp: z.strictObject(moment),
  time: z.strictObject(moment),
  integer: z.strictObject({
    multipleOf,
    ...ordered(z.number()),
    format: z.enum(['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128']).optional(),
  }),
  number: z.strictObject({ multipleOf, ...ordered(z.number()), format: z.enum(['f32', 'f64']).optional() }),
  object: z.strictObject({
    maxProperties: notNegative.optional(),
    minProperties: notNegative.optional(),
    required: z.array(text).min(1).refine(distinctItems, 'must not name a property twice').optional(),
  }),
  array: z.strictObject({
    maxItems: notNegative.optional(),
    minItems: notNegative.optional(),
    uniqueItems: z.boolean().optional(),
  }),
  vector: z.strictObject({
    dimensions: integer.refine((value) => value >= 1, 'must be at least 1'),
    elementType: z.enum(['bfloat16', 'binary', 'float16', 'float32', 'float64', 'int8', 'uint8']).optional(),
    distanceMetric: z.enum(['cosine', 'dotProduct', 'euclidean', 'hamming', 'manhattan']).optional(),
    embeddingModel: text.optional(),
    embeddingModelVersion: text.optional(),
    normalized: z.boolean().optional(),
  }),
}

/** The keys that a logical type adds. Without one, the standard lets every branch hold at once: no option fits them all. */
function added(type: unknown): Record<string, z.ZodType> {
  const limits = options[type as LogicalType]
  if (type === undefined)
    return {
      logicalTypeOptions: z.strictObject({}).optional(),
      properties: z.array(z.lazy(() => schemaProperty)).optional(),
      items: z.lazy(() => itemProperty).optional(),
    }
  if (type === 'object')
    return { logicalTypeOptions: limits!.optional(), properties: z.array(schemaProperty).optional() }
  if (type === 'array') return { logicalTypeOptions: limits!.optional(), items: itemProperty.optional() }
  if (type === 'map') return { map: z.strictObject({ key: itemProperty, value: itemProperty }) }
  if (type === 'vector') return { logicalTypeOptions: limits! }
  return limits ? { logicalTypeOptions: limits.optional() } : {}
}

const shapes = new Map<string, z.ZodType>()
function propertyShape(value: unknown, named: boolean): z.ZodType {
  const type = isMap(value) ? value.logicalType : undefined
  const key = `${typeof type === 'string' ? type : typeof type} ${named}`
  const known = shapes.get(key)
  if (known) return known
  const shape = z.strictObject({ ...base, ...(named ? { name: z.string() } : {}), ...added(type) })
  if (type === undefined || logicalTypes.includes(type as LogicalType)) shapes.set(key, shape)
  return shape
}

const schemaProperty = chosen((value) => propertyShape(value, true))
const itemProperty = chosen((value) => propertyShape(value, false))

export const schemaObject = z.strictObject({
  ...element,
  name: z.string(),
  logicalType: z.enum(['object', 'blob']).optional(),
  physicalName: z.string().optional(),
  dataGranularityDescription: z.string().optional(),
  properties: z.array(schemaProperty).optional(),
  relationships: z.array(objectRelationship).optional(),
  quality: z.array(quality).optional(),
  context: context.optional(),
})

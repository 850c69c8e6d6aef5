import { type Contract, custom, type Property, type QualityRule, type SchemaObject } from './contract'
import type { LogicalType } from './odcs-schema'
import { resolveReference } from './reference'
import { type Promised, promiseOf } from './verdict'

/** What a contract promises of its rows, as checks that can be measured. */

export type Measure =
  | { by: 'type'; logical: LogicalType | null }
  | { by: 'limits'; logical: LogicalType; options: Record<string, unknown> }
  | { by: 'nulls'; columns: string[] }
  | { by: 'key'; columns: string[] }
  | { by: 'enum'; values: (string | number | boolean | null)[] }
  | { by: 'reference'; columns: string[]; object: string; targets: string[] }
  | { by: 'missing'; columns: string[]; values: unknown[] }
  | { by: 'invalid'; columns: string[]; valid?: unknown[]; pattern?: string; limits?: Record<string, unknown> }
  | { by: 'duplicates'; columns: string[]; nullsCount: boolean }
  | { by: 'rows' }
  | { by: 'query'; sql: string }

export type Check = {
  /** Stable from version to version, so that a check has a history. */
  id: string
  port: string
  object: string
  property: string | null
  rule: string
  kind: 'schema' | 'library' | 'sql'
  title: string
  severity: string | null
  blocking: boolean
  setAside: boolean
  unit: 'rows' | 'percent'
  promise: Promised
  measure: Measure
  /** Where the contract says so. */
  path: string
}

type At = { port: string; object: SchemaObject; path: string }

const none: Promised = { operator: 'mustBe', value: 0 }

/** Every check of one port's contract, in the order of the document. */
export function checksOf(contract: Contract, port: string, path: string): Check[] {
  const checks = (contract.schema ?? []).flatMap((object, index) => {
    const at = { port, object, path: `${path}.schema.${index}` }
    return [
      ...keyChecks(at),
      ...(object.properties ?? []).flatMap((property, n) => propertyChecks(contract, at, property, n)),
      ...(object.relationships ?? []).flatMap((relation, n) => referenceCheck(contract, at, null, relation, n) ?? []),
      ...(object.quality ?? []).flatMap((rule, n) => qualityCheck(at, null, rule, `${at.path}.quality.${n}`) ?? []),
    ]
  })
  return unlike(checks)
}

/** Two rules of one kind on one column get numbers, in order. */
function unlike(checks: Check[]): Check[] {
  const seen = new Map<string, number>()
  return checks.map((check) => {
    const times = (seen.get(check.id) ?? 0) + 1
    seen.set(check.id, times)
    return times === 1 ? check : { ...check, id: `${check.id}-${times}` }
  })
}

function schemaCheck(
  at: At,
  property: string | null,
  rule: string,
  title: string,
  measure: Measure,
  path: string,
): Check {
  const { port, object } = at
  const id = [port, object.name, ...(property ? [property] : []), rule].join('.')
  const fixed = {
    kind: 'schema',
    severity: 'error',
    blocking: true,
    setAside: false,
    unit: 'rows',
    promise: none,
  } as const
  return { id, port, object: object.name, property, rule, title, measure, path, ...fixed }
}

function keyChecks(at: At): Check[] {
  const key = (at.object.properties ?? [])
    .filter((property) => property.primaryKey)
    .toSorted((a, b) => (a.primaryKeyPosition ?? 0) - (b.primaryKeyPosition ?? 0))
    .map((property) => property.name)
  if (key.length === 0) return []
  const title = `${key.join(', ')} identifies each row`
  return [
    schemaCheck(
      at,
      key.length === 1 ? key[0]! : null,
      'primaryKey',
      title,
      { by: 'key', columns: key },
      `${at.path}.properties`,
    ),
  ]
}

function propertyChecks(contract: Contract, at: At, property: Property, index: number): Check[] {
  const path = `${at.path}.properties.${index}`
  const name = property.name
  const options = property.logicalTypeOptions ?? {}
  const add = (rule: string, title: string, measure: Measure, key = rule) =>
    schemaCheck(at, name, rule, title, measure, `${path}.${key}`)
  const checks: Check[] = []
  // A column without a type still has to be there.
  checks.push(
    add(
      'type',
      `${name} is there${property.logicalType ? ` and is ${property.logicalType}` : ''}`,
      { by: 'type', logical: property.logicalType ?? null },
      property.logicalType ? 'logicalType' : 'name',
    ),
  )
  if (property.logicalType && Object.keys(options).length > 0)
    checks.push(
      add(
        'typeOptions',
        `${name} stays within its type's limits`,
        { by: 'limits', logical: property.logicalType, options },
        'logicalTypeOptions',
      ),
    )
  if (property.required) checks.push(add('required', `${name} is never empty`, { by: 'nulls', columns: [name] }))
  if (property.unique)
    checks.push(add('unique', `${name} never repeats`, { by: 'duplicates', columns: [name], nullsCount: false }))
  if (property.enum)
    checks.push(
      add('enum', `${name} is one of its listed values`, {
        by: 'enum',
        values: property.enum.map((entry) => entry.value),
      }),
    )
  for (const [n, relation] of (property.relationships ?? []).entries())
    checks.push(...(referenceCheck(contract, at, property, relation, n) ?? []))
  for (const [n, rule] of (property.quality ?? []).entries())
    checks.push(...(qualityCheck(at, property, rule, `${path}.quality.${n}`) ?? []))
  return checks
}

/** A relationship inside the contract can be measured; one that leaves it is only told. */
function referenceCheck(
  contract: Contract,
  at: At,
  property: Property | null,
  relation: { from?: string | string[]; to: string | string[] },
  index: number,
): Check[] | null {
  const found = resolveReference(contract, at.object, property, relation)
  if (!found.ok || found.external) return null
  const { columns, object, targets } = found
  const title = `${columns.join(', ')} is found in ${object} (${targets.join(', ')})`
  const where = property ? `${at.path}.properties.${(at.object.properties ?? []).indexOf(property)}` : at.path
  return [
    schemaCheck(
      at,
      property?.name ?? null,
      'relationship',
      title,
      { by: 'reference', columns, object, targets },
      `${where}.relationships.${index}`,
    ),
  ]
}

function qualityCheck(at: At, property: Property | null, rule: QualityRule, path: string): Check[] | null {
  const promise = promiseOf(rule)
  const measure = measureOf(property, rule)
  if (!promise || !measure) return null
  const { port, object } = at
  const name = rule.id ?? rule.metric ?? 'sql'
  const setAside = custom(rule.customProperties, 'onFailure') === 'setAside'
  return [
    {
      id: [port, object.name, ...(property ? [property.name] : []), name].join('.'),
      port,
      object: object.name,
      property: property?.name ?? null,
      rule: rule.metric ?? 'sql',
      kind: measure.by === 'query' ? 'sql' : 'library',
      title: titleOf(rule) || `${rule.metric ?? 'query'}${property ? ` of ${property.name}` : ''}`,
      severity: rule.severity ?? null,
      blocking: !setAside && (rule.severity === undefined || rule.severity === 'error'),
      setAside,
      unit: rule.unit === 'percent' && measure.by !== 'query' ? 'percent' : 'rows',
      promise,
      measure,
      path,
    },
  ]
}

/** The rule's name first, then what its author says of it. */
function titleOf({ name, description }: QualityRule): string {
  if (!name || !description) return name ?? description ?? ''
  return `${name.replace(/[.:]$/, '')}. ${description}`
}

/** How a rule is measured; null for text, for rules of other engines, and for one that names no column. */
export function measureOf(property: Property | null, rule: QualityRule): Measure | null {
  if (rule.type === 'sql') return rule.query === undefined ? null : { by: 'query', sql: rule.query }
  const given = rule.arguments ?? {}
  const named = Array.isArray(given.properties) ? given.properties.filter((name) => typeof name === 'string') : []
  const columns = property ? [property.name] : named
  if (rule.metric === 'rowCount') return { by: 'rows' }
  if (rule.metric === 'duplicateValues') return { by: 'duplicates', columns, nullsCount: !property }
  if (!rule.metric || columns.length === 0) return null
  if (rule.metric === 'nullValues') return { by: 'nulls', columns }
  if (rule.metric === 'missingValues')
    return { by: 'missing', columns, values: Array.isArray(given.missingValues) ? given.missingValues : [null, ''] }
  const valid = Array.isArray(given.validValues) ? given.validValues : property?.enum?.map((entry) => entry.value)
  const pattern = typeof given.pattern === 'string' ? given.pattern : undefined
  const limits = Object.fromEntries(
    Object.entries(given).filter(([key]) => ['minimum', 'maximum', 'minLength', 'maxLength'].includes(key)),
  )
  const some = valid !== undefined || pattern !== undefined || Object.keys(limits).length > 0
  return some ? { by: 'invalid', columns, valid, pattern, limits } : null
}

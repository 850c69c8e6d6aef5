import { measureOf } from './check'
import { type Contract, custom, type Documents, type Property, type QualityRule, type SchemaObject } from './contract'
import type { Problem } from './problem'
import { resolveReference } from './reference'
import { promiseOf } from './verdict'
import { readVersion } from './version'

/** What Stoa asks of documents beyond the standards, so that they can be bound, measured and read as tables. */

const nameFault = (name: string) => {
  if (name.trim() === '') return 'must not be empty'
  if (name.length > 200) return 'must have at most 200 characters'
  return /\p{Cc}/u.test(name) ? 'must have no control characters' : null
}

/** SQL tells names apart without their case. */
function namesProblems(names: { name: string; path: string }[], what: string): Problem[] {
  const seen = new Set<string>()
  return names.flatMap(({ name, path }) => {
    const fault = nameFault(name)
    if (fault) return [{ path, message: fault }]
    const key = name.toLowerCase()
    if (seen.has(key)) return [{ path, message: `is the name of another ${what} already: ${name}` }]
    seen.add(key)
    return []
  })
}

/** Every fault of the documents together, each with its path; an empty list means that they can be saved. */
export function bindingProblems({ product, contracts }: Documents): Problem[] {
  const ports = product.outputPorts ?? []
  const problems = namesProblems(
    ports.map((port, n) => ({ name: port.name, path: `product.outputPorts.${n}.name` })),
    'output port of this version (another version of a port is another version of the product)',
  )
  if (product.version !== undefined && !readVersion(product.version))
    problems.push({ path: 'product.version', message: 'must be a semantic version such as 1.2.0' })
  const ids = contracts.map((contract) => contract.id)
  for (const [n, port] of ports.entries()) {
    const path = `product.outputPorts.${n}.contractId`
    if (port.contractId === undefined)
      problems.push({ path, message: 'is required: each output port names its contract' })
    else if (!ids.includes(port.contractId))
      problems.push({ path, message: `names a contract that is not among the documents: ${port.contractId}` })
  }
  for (const [n, contract] of contracts.entries()) {
    const path = `contracts.${n}`
    if (ids.indexOf(contract.id) !== n)
      problems.push({ path: `${path}.id`, message: 'is the id of another contract too' })
    if (!ports.some((port) => port.contractId === contract.id))
      problems.push({ path: `${path}.id`, message: 'is named by no output port as its contractId' })
    problems.push(...contractProblems(contract, path))
  }
  return problems
}

function contractProblems(contract: Contract, path: string): Problem[] {
  const objects = contract.schema ?? []
  const problems = namesProblems(
    objects.map((object, n) => ({ name: object.name, path: `${path}.schema.${n}.name` })),
    'object of this contract',
  )
  if (objects.length === 0) problems.push({ path: `${path}.schema`, message: 'must describe at least one object' })
  if (!contract.servers?.[0])
    problems.push({ path: `${path}.servers`, message: 'must name the connection in its first entry, as server' })
  for (const [n, object] of objects.entries()) problems.push(...objectProblems(contract, object, `${path}.schema.${n}`))
  return problems
}

function objectProblems(contract: Contract, object: SchemaObject, path: string): Problem[] {
  const properties = object.properties ?? []
  const problems = namesProblems(
    properties.map((property, n) => ({ name: property.name, path: `${path}.properties.${n}.name` })),
    'column of this object',
  )
  if (properties.length === 0) problems.push({ path: `${path}.properties`, message: 'must list at least one column' })
  const relations = [
    ...(object.relationships ?? []).map((relation, n) => ({
      relation,
      property: null,
      at: `${path}.relationships.${n}`,
    })),
    ...properties.flatMap((property, p) =>
      (property.relationships ?? []).map((relation, n) => ({
        relation,
        property: property as Property | null,
        at: `${path}.properties.${p}.relationships.${n}`,
      })),
    ),
  ]
  for (const { relation, property, at } of relations) {
    const found = resolveReference(contract, object, property, relation)
    if (!found.ok) problems.push({ path: `${at}.to`, message: found.reason })
  }
  const rules = [
    ...(object.quality ?? []).map((rule, n) => ({ rule, property: null, at: `${path}.quality.${n}` })),
    ...properties.flatMap((property, p) =>
      (property.quality ?? []).map((rule, n) => ({
        rule,
        property: property as Property | null,
        at: `${path}.properties.${p}.quality.${n}`,
      })),
    ),
  ]
  for (const { rule, property, at } of rules) problems.push(...ruleProblems(object, property, rule, at))
  return problems
}

function ruleProblems(object: SchemaObject, property: Property | null, rule: QualityRule, path: string): Problem[] {
  const measured = rule.type === 'sql' || rule.metric !== undefined
  const failure = custom(rule.customProperties, 'onFailure')
  const problems: Problem[] = []
  const fault = (key: string, message: string) => problems.push({ path: `${path}.${key}`, message })
  if (failure !== undefined && failure !== 'setAside') fault('customProperties', 'onFailure may only be setAside')
  if (!measured) return problems
  if (!promiseOf(rule)) fault('mustBe', 'must be a number, since the rule measures one')
  const measure = measureOf(property, rule)
  if (!measure && rule.metric === 'invalidValues')
    fault('arguments', 'must say what is valid: validValues, pattern, minimum, maximum, minLength or maxLength')
  else if (!measure)
    fault('metric', 'needs a column: put the rule on a property, or name columns in arguments.properties')
  const known = (object.properties ?? []).map((each) => each.name)
  if (measure && 'columns' in measure)
    for (const column of measure.columns)
      if (!known.includes(column)) fault('arguments.properties', `names a column that the object lacks: ${column}`)
  if (failure === 'setAside' && (measure?.by === 'query' || measure?.by === 'rows'))
    fault('customProperties', 'onFailure: setAside needs a rule that names rows; a query and a row count do not')
  return problems
}

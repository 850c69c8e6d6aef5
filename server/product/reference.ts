import type { Contract, Property, SchemaObject } from './contract'

/** Where a relationship of a contract points: columns of an object of the same contract, or somewhere outside it. */

export type Reference =
  | { ok: true; external: false; columns: string[]; object: string; targets: string[] }
  | { ok: true; external: true }
  | { ok: false; reason: string }

type Column = { object: string; property: string } | 'outside' | null

const list = (value: string | string[]) => (Array.isArray(value) ? value : [value])

/** `object.property`, or `schema/<object>/properties/<property>` by id or by name. */
function columnAt(contract: Contract, text: string): Column {
  if (text.includes('#')) return 'outside'
  const objects = contract.schema ?? []
  const names = text.includes('/') ? slashed(text) : dotted(text, objects)
  if (!names) return null
  const object = objects.find((each) => each.id === names[0]) ?? objects.find((each) => each.name === names[0])
  const properties = object?.properties ?? []
  const property = properties.find((each) => each.id === names[1]) ?? properties.find((each) => each.name === names[1])
  return object && property ? { object: object.name, property: property.name } : null
}

function slashed(text: string): [string, string] | null {
  const [schema, object, properties, property, ...rest] = text.replace(/^\//, '').split('/')
  return schema === 'schema' && properties === 'properties' && object && property && rest.length === 0
    ? [object, property]
    : null
}

/** An object's own name may hold dots, so that the longest object name that fits is tried first. */
function dotted(text: string, objects: SchemaObject[]): [string, string] | null {
  const fits = objects
    .map((object) => object.name)
    .filter((name) => text.startsWith(`${name}.`))
    .toSorted((a, b) => b.length - a.length)[0]
  return fits === undefined ? null : [fits, text.slice(fits.length + 1)]
}

/** Resolves both sides; the left one is the property itself where a relationship stands on one. */
export function resolveReference(
  contract: Contract,
  object: SchemaObject,
  property: Property | null,
  relation: { from?: string | string[]; to: string | string[] },
): Reference {
  const ends = list(relation.to).map((text) => [text, columnAt(contract, text)] as const)
  if (ends.some(([, column]) => column === 'outside')) return { ok: true, external: true }
  const starts = property
    ? [[property.name, { object: object.name, property: property.name }] as const]
    : list(relation.from ?? []).map((text) => [text, columnAt(contract, text)] as const)
  for (const [text, column] of [...starts, ...ends])
    if (!column || column === 'outside') return { ok: false, reason: `names no column of this contract: ${text}` }
  const from = starts.map(([, column]) => column as { object: string; property: string })
  const to = ends.map(([, column]) => column as { object: string; property: string })
  if (from.length !== to.length) return { ok: false, reason: 'must have as many columns on one side as on the other' }
  if (from.some((column) => column.object !== object.name))
    return { ok: false, reason: `must start from columns of ${object.name}` }
  if (new Set(to.map((column) => column.object)).size !== 1)
    return { ok: false, reason: 'must point at columns of one object' }
  return {
    ok: true,
    external: false,
    columns: from.map((column) => column.property),
    object: to[0]!.object,
    targets: to.map((column) => column.property),
  }
}

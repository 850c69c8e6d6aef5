import type { Contract, Documents, OutputPort, Property, QualityRule, SchemaObject } from './contract'
import { canonical } from './shape'
import type { Level } from './version'

/** What changed between two versions, in words, and how much of a new version each change needs. */

export type Change = {
  path: string
  kind: 'added' | 'removed' | 'changed'
  level: Level
  breaking: boolean
  text: string
}

const change = (path: string, kind: Change['kind'], level: Level, text: string): Change => ({
  path,
  kind,
  level,
  breaking: level === 'major',
  text,
})

const show = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 77)}…` : text
}
const same = (a: unknown, b: unknown) => canonical(a ?? null) === canonical(b ?? null)

/** The largest level among the changes; documents that differ in nothing need none. */
export const levelOf = (changes: Change[]): Level =>
  changes.some((each) => each.level === 'major')
    ? 'major'
    : changes.some((each) => each.level === 'minor')
      ? 'minor'
      : 'patch'

/** Pairs of what carries the same name on both sides, and what is only on one. */
function paired<T extends { name: string }>(before: T[] = [], after: T[] = []) {
  return {
    removed: before.filter((old) => !after.some((each) => each.name === old.name)),
    added: after.filter((each) => !before.some((old) => old.name === each.name)),
    kept: before.flatMap((old) => {
      const now = after.find((each) => each.name === old.name)
      return now ? [[old, now] as const] : []
    }),
  }
}

/** Every change between two versions of a product, ports first, then what is only told. */
export function differences(before: Documents, after: Documents): Change[] {
  const ports = paired(before.product.outputPorts, after.product.outputPorts)
  const contractOf = (documents: Documents, port: OutputPort) =>
    documents.contracts.find((contract) => contract.id === port.contractId)
  return [
    ...ports.removed.map((port) => change(port.name, 'removed', 'major', `Port ${port.name} is gone`)),
    ...ports.added.map((port) => change(port.name, 'added', 'minor', `Port ${port.name} is new`)),
    ...ports.kept.flatMap(([old, now]) => portChanges(old.name, contractOf(before, old), contractOf(after, now))),
    ...told('product', before.product, after.product, ['version', 'outputPorts', 'customProperties']),
    ...ports.kept.flatMap(([old, now]) => told(old.name, old, now, ['version', 'contractId'])),
  ]
}

/** Keys that change nothing about the rows are told in one line each. */
function told(path: string, before: object, after: object, besides: string[]): Change[] {
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !besides.includes(key))
  return keys.flatMap((key) => {
    if (same(old[key], now[key])) return []
    const kind = old[key] === undefined ? 'added' : now[key] === undefined ? 'removed' : 'changed'
    return [change(`${path}.${key}`, kind, 'patch', `${key} of ${path} was ${kind}`)]
  })
}

function portChanges(port: string, before: Contract | undefined, after: Contract | undefined): Change[] {
  if (!before || !after) return []
  const objects = paired(before.schema, after.schema)
  return [
    ...objects.removed.map((each) =>
      change(`${port}.${each.name}`, 'removed', 'major', `${each.name} is gone from ${port}`),
    ),
    ...objects.added.map((each) => change(`${port}.${each.name}`, 'added', 'minor', `${each.name} is new in ${port}`)),
    ...objects.kept.flatMap(([old, now]) => objectChanges(`${port}.${now.name}`, old, now)),
    ...told(port, before, after, ['version', 'id', 'schema', 'apiVersion', 'servers']),
    ...(same(before.servers?.[0]?.server, after.servers?.[0]?.server)
      ? []
      : [change(`${port}.servers`, 'changed', 'minor', `${port} now reads from ${after.servers?.[0]?.server}`)]),
  ]
}

const besidesObject = ['properties', 'quality', 'relationships', 'physicalName', 'name']

function objectChanges(path: string, before: SchemaObject, after: SchemaObject): Change[] {
  const columns = paired(before.properties, after.properties)
  const physical = (each: SchemaObject) => each.physicalName ?? each.name
  return [
    ...columns.removed.map((each) => change(`${path}.${each.name}`, 'removed', 'major', `Column ${each.name} is gone`)),
    ...columns.added.map((each) => change(`${path}.${each.name}`, 'added', 'minor', `Column ${each.name} is new`)),
    ...columns.kept.flatMap(([old, now]) => columnChanges(`${path}.${now.name}`, old, now)),
    ...(physical(before) === physical(after)
      ? []
      : [
          change(path, 'changed', 'minor', `${after.name} now shows ${physical(after)} instead of ${physical(before)}`),
        ]),
    ...relationChanges(path, before.relationships, after.relationships),
    ...qualityChanges(path, before.quality, after.quality),
    ...told(path, before, after, besidesObject),
  ]
}

/** A promise given up breaks its readers; one given anew does not. */
function promiseChange(path: string, word: string, before: boolean, after: boolean): Change[] {
  if (before === after) return []
  return before
    ? [change(path, 'removed', 'major', `${path} is no longer ${word}`)]
    : [change(path, 'added', 'minor', `${path} is now ${word}`)]
}

const besidesColumn = [
  'name',
  'physicalName',
  'logicalType',
  'logicalTypeOptions',
  'required',
  'unique',
  'primaryKey',
  'primaryKeyPosition',
  'enum',
  'relationships',
  'quality',
  'classification',
]

function columnChanges(path: string, before: Property, after: Property): Change[] {
  const promises: [string, keyof Property][] = [
    ['required', 'required'],
    ['unique', 'unique'],
    ['part of the primary key', 'primaryKey'],
  ]
  return [
    ...typeChange(path, before, after),
    ...promises.flatMap(([word, key]) => promiseChange(path, word, before[key] === true, after[key] === true)),
    ...enumChange(path, before, after),
    ...limitChange(path, before.logicalTypeOptions, after.logicalTypeOptions),
    ...((before.physicalName ?? before.name) === (after.physicalName ?? after.name)
      ? []
      : [change(path, 'changed', 'minor', `${path} now shows ${after.physicalName ?? after.name}`)]),
    ...(before.classification === after.classification
      ? []
      : [
          change(
            path,
            'changed',
            'minor',
            `${path} is classified ${after.classification ?? 'no more'} (was ${before.classification ?? 'nothing'})`,
          ),
        ]),
    ...relationChanges(path, before.relationships, after.relationships),
    ...qualityChanges(path, before.quality, after.quality),
    ...told(path, before, after, besidesColumn),
  ]
}

/** Whole numbers are numbers, so that narrowing to them breaks nobody; every other change of type does. */
function typeChange(path: string, before: Property, after: Property): Change[] {
  if (before.logicalType === after.logicalType) return []
  const narrowed =
    (before.logicalType === 'number' && after.logicalType === 'integer') || before.logicalType === undefined
  return [
    change(
      path,
      'changed',
      narrowed ? 'minor' : 'major',
      `${path} was ${before.logicalType ?? 'of no type'} and is ${after.logicalType ?? 'of no type'}`,
    ),
  ]
}

/** A value that may newly appear breaks who relied on the list; a shorter list does not. */
function enumChange(path: string, before: Property, after: Property): Change[] {
  const old = before.enum?.map((entry) => canonical(entry.value))
  const now = after.enum?.map((entry) => canonical(entry.value))
  if (!old && !now) return []
  if (!old) return [change(path, 'added', 'minor', `${path} is now one of listed values`)]
  if (!now) return [change(path, 'removed', 'major', `${path} is no longer one of listed values`)]
  const added = now.filter((value) => !old.includes(value))
  const removed = old.filter((value) => !now.includes(value))
  return [
    ...(added.length > 0 ? [change(path, 'changed', 'major', `${path} may now also be ${added.join(', ')}`)] : []),
    ...(removed.length > 0 ? [change(path, 'changed', 'minor', `${path} is no longer ${removed.join(', ')}`)] : []),
  ]
}

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']

/** A tighter limit breaks nobody; a looser one, or one that cannot be compared, does. */
function limitChange(
  path: string,
  before: Record<string, unknown> = {},
  after: Record<string, unknown> = {},
): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [old, now] = [before[key], after[key]]
    if (same(old, now)) return []
    const text = `${key} of ${path} was ${show(old)} and is ${show(now)}`
    if (old === undefined) return [change(path, 'added', 'minor', text)]
    if (now === undefined) return [change(path, 'removed', 'major', text)]
    const comparable = typeof old === typeof now && (typeof old === 'number' || typeof old === 'string')
    const tighter = comparable && ((lower.includes(key) && now! > old!) || (upper.includes(key) && now! < old!))
    return [change(path, 'changed', tighter ? 'minor' : 'major', text)]
  })
}

function relationChanges(
  path: string,
  before: { to: unknown; from?: unknown }[] = [],
  after: { to: unknown; from?: unknown }[] = [],
): Change[] {
  const key = (each: { to: unknown; from?: unknown }) => canonical([each.from ?? null, each.to])
  return [
    ...before
      .filter((old) => !after.some((each) => key(each) === key(old)))
      .map((old) => change(path, 'removed', 'major', `${path} no longer refers to ${show(old.to)}`)),
    ...after
      .filter((each) => !before.some((old) => key(old) === key(each)))
      .map((each) => change(path, 'added', 'minor', `${path} now refers to ${show(each.to)}`)),
  ]
}

function qualityChanges(path: string, before: QualityRule[] = [], after: QualityRule[] = []): Change[] {
  const name = (rule: QualityRule) => rule.name ?? rule.id ?? rule.metric ?? rule.type ?? 'text'
  const gone = before.filter((old) => !after.some((each) => same(each, old)))
  const fresh = after.filter((each) => !before.some((old) => same(old, each)))
  return [
    ...gone.map((rule) =>
      change(path, 'removed', 'minor', `Quality rule ${name(rule)} of ${path} was removed or changed`),
    ),
    ...fresh.map((rule) =>
      change(path, 'added', 'minor', `Quality rule ${name(rule)} of ${path} was added or changed`),
    ),
  ]
}

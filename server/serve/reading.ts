import type { HeldPort } from '@/server/access'
import type { Ahead, Statement, View } from '@/server/platform/compute'
import { invalid } from '@/server/platform/errors'
import type { Resource } from '@/server/policy'
import type { Port } from '@/server/product'
import { resourceOf } from './resource-of'
import type { Ask, Source } from './schema'

/** What is said of a statement that began under policies which stand no more. */
export const policiesChanged = 'The policies changed while this ran. Send it again.'

/** What one grant, or one role in a domain, lets its holder read of one port today. */
export type Reading = {
  source: Source
  purpose: string | null
  resource: Resource
  objects: {
    name: string
    rows: number
    storageKey: string
    /** `sql` stands in a column's place where policies mask it. */
    columns: { name: string; physical: string; type: string; classification?: string | null; sql?: string }[]
    /** All that the contract has, where a grant shows fewer: what policies say of rows is said of these. */
    every?: readonly { name: string; physical: string; type: string; classification?: string | null }[]
    /** The rows that policies leave, as a condition over the file's columns. */
    where?: string
    /** The rows that a grant leaves of those; null: every one. */
    condition?: View['condition'] | null
  }[]
  /** How many objects the port's contract has: with one, SQL leaves its name out. */
  several: boolean
}

/** A statement that is about to run: over which ports, under which purpose, in which form. */
export type Plan = {
  readings: Reading[]
  purpose: string | null
  statement: Statement
  /** What history and receipt show. */
  sql: string
  limit?: number
  format: Ask['format']
  /** Set where one number is measured, again and again: that does not stand in its author's history. */
  measures?: true
  /** The child that was told of it. */
  ahead?: Ahead
}

/** How SQL names an object of a port: "product"."port", and the object's name after it where there are several. */
export const nameOf = ({ source, several }: Reading, object: string): string[] =>
  several ? [source.product, source.port, object] : [source.product, source.port]

/** The views a statement sees of a port; files were fetched by storage key. */
export const viewsOf = (reading: Reading, files: ReadonlyMap<string, string>): View[] =>
  reading.objects.map((object) => ({
    name: nameOf(reading, object.name),
    files: [files.get(object.storageKey)!],
    columns: object.columns.map(({ name, physical, sql }) => ({ name: physical, as: name, ...(sql && { sql }) })),
    ...(object.where && { where: object.where }),
    ...(object.condition && { condition: object.condition }),
  }))

/** What a statement stands on that reads these views: of each port the objects that are among them. */
export function sourcesOf(readings: readonly Reading[], views: readonly string[][]): Source[] {
  const read = new Set(views.map((view) => view.join('\0')))
  return readings.flatMap((reading) => {
    const { source } = reading
    const objects = source.objects.filter(({ name }) => read.has(nameOf(reading, name).join('\0')))
    return objects.length > 0 ? [{ ...source, objects }] : []
  })
}

export const grantsOf = (sources: readonly Source[]): string[] => [
  ...new Set(sources.flatMap(({ grant }) => grant ?? [])),
]

/**
 * Names that may be products in a text: what stands before a dot. It only narrows what is looked up; whether a statement may read
 * a thing is decided on its tree, in the child.
 */
export function qualifiers(sql: string): string[] {
  const found = new Set<string>()
  for (const [, name] of sql.matchAll(/"?([A-Za-z0-9][A-Za-z0-9-]*)"?\s*\./g)) found.add(name!.toLowerCase())
  return [...found].slice(0, 100)
}

/** Whether a text could name a thing: the name stands in it, whatever around it. It only narrows what is looked up, too. */
export function mentions(sql: string): (name: string) => boolean {
  const text = sql.replaceAll('""', '"').toLowerCase()
  return (name) => text.includes(name.toLowerCase())
}

/** The one purpose of a statement: the one named, else the only one held; null where all is read by role. */
export function purposeOf(
  readings: Reading[],
  named: string | undefined,
): { ok: true; purpose: string | null } | { ok: false; choices: string[] } {
  const choices = [...new Set(readings.flatMap((reading) => reading.purpose ?? []))].sort()
  if (named !== undefined) {
    if (choices.length > 0 && !choices.includes(named)) return { ok: false, choices }
    return { ok: true, purpose: named }
  }
  return choices.length > 1 ? { ok: false, choices } : { ok: true, purpose: choices[0] ?? null }
}

/** One reading for each port: by grant under the purpose, else by role. */
export function under(readings: Reading[], purpose: string | null): Reading[] {
  const chosen = new Map<string, Reading>()
  for (const reading of readings) {
    if (reading.purpose !== null && reading.purpose !== purpose) continue
    const key = `${reading.source.productId}/${reading.source.port}`
    const other = chosen.get(key)
    if (!other || other.source.grant === null || width(reading) > width(other)) chosen.set(key, reading)
  }
  return [...chosen.values()]
}

/** Of one's own grant and a domain's, the one that shows more: every row before some, then more columns; of those alike the newest. */
const width = ({ source }: Reading) =>
  (source.grant === null ? -1e9 : 0) +
  (source.rows === undefined ? 1e6 : 0) +
  source.objects.reduce((sum, { columns }) => sum + columns.length, 0)

/** A grant reads the newest version within its major, and of it the objects and columns it recorded. */
export function granted(held: HeldPort): Reading {
  const {
    grantId,
    purpose,
    endsAt,
    policyVersion,
    productSlug,
    productTitle: _,
    portName,
    productId,
    items: __,
    ...port
  } = held
  const rows = held.objects.find(({ condition }) => condition)?.condition?.where
  const grant = { grant: grantId, endsAt: endsAt.toISOString(), policyVersion, ...(rows && { rows }) }
  const { productTags: tags, productVersion: version } = held
  return {
    ...reading({ ...port, productId, slug: productSlug, tags, name: portName, version }, grant),
    purpose,
  }
}

/** Owners and publishers of a domain read its ports whole. */
export const byRole = (port: Port): Reading => reading(port, { grant: null, endsAt: null, policyVersion: null })

type Shown = Pick<
  Port,
  'productId' | 'slug' | 'tags' | 'name' | 'version' | 'domainId' | 'contractId' | 'contractVersion' | 'objects'
>

function reading(port: Shown, grant: Pick<Source, 'grant' | 'endsAt' | 'policyVersion' | 'rows'>): Reading {
  const objects = port.objects.map(({ name, snapshotId, hash, columns }) => {
    return { name, snapshot: snapshotId, hash, columns: columns.map((column) => column.name) }
  })
  const { productId, slug, name, version, contractId, contractVersion } = port
  const versions = { productVersion: version, contractId, contractVersion }
  return {
    source: { ...grant, productId, product: slug, port: name, ...versions, objects },
    purpose: null,
    resource: resourceOf(port, grant.grant !== null),
    objects: port.objects,
    several: port.objects.length > 1,
  }
}

/** What a statement reads and under which purpose; with several held and none named, it is asked for. */
export function choose(all: Reading[], named: string | undefined): { readings: Reading[]; purpose: string | null } {
  const chosen = purposeOf(all, named)
  if (chosen.ok) return { readings: under(all, chosen.purpose), purpose: chosen.purpose }
  const choices = chosen.choices.join(', ')
  throw invalid(`A query runs under one purpose. You hold these ports for: ${choices}. Name one as "purpose".`, [
    { path: 'purpose', message: `must be one of ${choices}` },
  ])
}

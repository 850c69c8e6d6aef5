import { and, type Dialect, type Formula, toSql } from '@/server/platform/filter'
import type { Principal } from '@/server/tenancy/schema'
import { queryOf } from './facts'
import { type Loaded, loadedOf } from './loaded'
import { type GivenColumn, type GivenObject, objectSight } from './object-sight'
import { portalEngine } from './portal-engine'
import type { Action, Circumstances, Resource } from './schema'
import { sensitivityOf } from './sensitivity-of'
import { beyondSponsor, sponsorsAsk } from './sponsors-ask'

/** One object of a port, as its contract and its file name and type its columns. */
type ContractColumn = { name: string; physical: string; type: string; classification?: string | null }
export type SeenObject = {
  name: string
  columns: readonly ContractColumn[]
  /** All that the contract has, where a reader is shown fewer: rows are told by these. */
  every?: readonly ContractColumn[]
}
export type SeenPort = {
  resource: Resource
  product: string
  productId: string
  port: string
  several: boolean
}
/** `sql` is null where the column is shown as it is; `masks` says in words what may be put on it. */
export type SeenColumn = { name: string; hidden: boolean; sql: string | null; masks: string[] }
/** What of an object a reader sees, and the policies that narrow it. `rows` is a condition over the file's own columns, null for every row. */
export type ObjectSight = { rows: string | null; columns: SeenColumn[]; narrowing: string[] }
export type Seen = { effect: 'allow'; because: string[]; sights: ObjectSight[] } | { effect: 'deny'; because: string[] }

/** For which engine conditions and masks are printed; `salt` is the organisation's, as an expression there. */
export type Engine = { dialect: Dialect; salt: (orgId: string) => string }
export type SightAsk = {
  principal: Principal
  action: Action
  port: SeenPort
  circumstances?: Circumstances
  /** DuckDB where left out. */
  engine?: Engine
}

/**
 * What a reader sees of a port's rows by the policies of this moment (or those given): which rows, which columns, and how; an agent
 * no more than its sponsor.
 */
export function portSight(
  asked: SightAsk,
  objects: readonly SeenObject[],
  loaded: Loaded | undefined = loadedOf(asked.principal.orgId),
): Seen {
  const sensitivity = sensitivityOf(objects.flatMap(({ columns }) => columns.map((column) => column.classification)))
  const ask = { ...asked, circumstances: { ...asked.circumstances, sensitivity } }
  if (!loaded) return { effect: 'deny', because: [] }
  const own = given(loaded, ask, objects)
  if (own.effect === 'deny') return own
  const theirs = sponsorsAsk({ ...ask, resource: ask.port.resource })
  if (!theirs) return shown(own.objects.map((object) => sightOf(object, ask.engine)))
  const sponsor = given(loaded, { ...theirs, port: { ...ask.port, resource: theirs.resource } }, objects)
  if (sponsor.effect === 'deny') return { effect: 'deny', because: [beyondSponsor] }
  return shown(own.objects.map((object, at) => sightOf(narrower(object, sponsor.objects[at]!), ask.engine)))
}

type Given = { effect: 'allow'; objects: GivenObject[] } | { effect: 'deny'; because: string[] }

function given(loaded: Loaded, ask: SightAsk, objects: readonly SeenObject[]): Given {
  const query = queryOf({ ...ask, resource: facts(ask.port) })
  const forbids = loaded.set.judge('forbid', query)
  const taken = [...forbids.held, ...forbids.erred]
  if (taken.length > 0) return { effect: 'deny', because: taken }
  const permits = loaded.set.judge('permit', query).held
  const found = objects.map((object) => objectSight(loaded, ask, { object, query, permits }))
  return { effect: 'allow', objects: found.map((one) => ({ ...one, because: [...permits, ...one.because] })) }
}

function shown(found: { because: string[]; sight: ObjectSight }[]): Seen {
  const because = [...new Set(found.flatMap((one) => one.because))]
  const seen = found.some(({ sight }) => sight.rows !== 'FALSE' && sight.columns.some(({ hidden }) => !hidden))
  return seen ? { effect: 'allow', because, sights: found.map(({ sight }) => sight) } : { effect: 'deny', because: [] }
}

const facts = ({ resource, product, productId, port }: SeenPort): Resource => ({
  ...resource,
  facts: { ...resource.facts, name: port, product },
  within: [{ type: 'product', id: productId }],
})

/** What both of two see of an object. */
const narrower = (own: GivenObject, theirs: GivenObject): GivenObject => ({
  because: own.because,
  narrowing: [...new Set([...own.narrowing, ...theirs.narrowing])],
  rows: own.rows.is === 'true' ? theirs.rows : and(own.rows, theirs.rows),
  columns: own.columns.map((column, at) => stricter(column, theirs.columns[at]!)),
})

/** A column under the masks of both; where two differ, the value is not shown at all. */
function stricter(own: GivenColumn, theirs: GivenColumn): GivenColumn {
  const hidden = own.hidden || theirs.hidden
  const masks = [...new Set([...own.masks, ...theirs.masks])]
  if (own.sql === null || theirs.sql === null || own.sql === theirs.sql)
    return { ...own, hidden, masks, sql: own.sql ?? theirs.sql }
  return { ...own, hidden, masks: [...new Set([...masks, 'null'])], sql: `CAST(NULL AS ${own.type})` }
}

type Sighted = { because: string[]; sight: ObjectSight }
function sightOf(
  { because, narrowing, rows, columns }: GivenObject,
  { dialect }: Pick<Engine, 'dialect'> = portalEngine,
): Sighted {
  const where = rows.is === 'true' ? null : toSql(rows, dialect)
  // A reader's own conditions might be tried before ours where ours can fail; then no column has a value but in rows that are shown.
  // A view of PostgreSQL's is a barrier by itself.
  const behind = (column: string, sql: string | null) =>
    where === null || dialect === 'postgres' || !mayFail(rows) ? sql : `CASE WHEN ${where} THEN ${sql ?? column} END`
  const seen = columns.map(({ name, hidden, column, sql, masks }): SeenColumn => {
    return { name, hidden, sql: hidden ? null : behind(column, sql), masks: hidden ? [] : masks }
  })
  return { because, sight: { rows: where, columns: seen, narrowing } }
}

/** Sums and times are worked out, and what is worked out can fail. */
const mayFail = (rows: Formula) => /"is":"sum"|"type":"datetime"/.test(JSON.stringify(rows))

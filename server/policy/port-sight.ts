import { createHmac } from 'node:crypto'
import { and, type Formula, no, or, toSql, yes } from '@/server/platform/filter'
import { derivedKey } from '@/server/platform/secrets'
import type { Principal } from '@/server/tenancy/schema'
import type { Query } from './compile/closure'
import type { Mask, Masks } from './compile/mask'
import { shownSql } from './compile/mask-sql'
import { type Residual, residualOf } from './compile/residual'
import { openQueryOf, queryOf } from './facts'
import { type Loaded, loadedOf } from './loaded'
import { rowType } from './row-type'
import type { Action, Circumstances, Resource } from './schema'
import { rowsTable } from './tables'

/** One object of a port, as its contract and its file name and type its columns. */
export type SeenObject = {
  name: string
  columns: readonly { name: string; physical: string; type: string; classification?: string | null }[]
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
/** What of an object a reader sees. `rows` is a condition over the file's own columns, null for every row. */
export type ObjectSight = { rows: string | null; columns: SeenColumn[] }
export type Seen = { effect: 'allow'; because: string[]; sights: ObjectSight[] } | { effect: 'deny'; because: string[] }

type Ask = { principal: Principal; action: Action; port: SeenPort; circumstances?: Circumstances }

/** What a reader sees of a port's rows by the policies of this moment: which rows, which columns, and how. */
export function portSight(ask: Ask, objects: readonly SeenObject[]): Seen {
  const loaded = loadedOf(ask.principal.orgId)
  if (!loaded) return { effect: 'deny', because: [] }
  const query = queryOf({ ...ask, resource: facts(ask.port) })
  const forbids = loaded.set.judge('forbid', query)
  const taken = [...forbids.held, ...forbids.erred]
  if (taken.length > 0) return { effect: 'deny', because: taken }
  const permits = loaded.set.judge('permit', query).held
  const found = objects.map((object) => objectSight(loaded, ask, { object, query, permits }))
  const because = [...new Set([...permits, ...found.flatMap((one) => one.because)])]
  const seen = found.some(({ sight }) => sight.rows !== 'FALSE' && sight.columns.some(({ hidden }) => !hidden))
  return seen ? { effect: 'allow', because, sights: found.map(({ sight }) => sight) } : { effect: 'deny', because: [] }
}

const facts = ({ resource, product, productId, port }: SeenPort): Resource => ({
  ...resource,
  facts: { tags: [], ...resource.facts, name: port, product },
  within: [{ type: 'product', id: productId }],
})

type Within = { object: SeenObject; query: Query; permits: string[] }

function objectSight(loaded: Loaded, ask: Ask, { object, query, permits }: Within) {
  const { set } = loaded
  const residual = rowResidual(loaded, ask, object)
  const whole = permits.map((id) => ({ when: yes, masks: set.get(id)!.masks }))
  const allowed = [...whole, ...residual.permits.map(({ policy, when }) => ({ when, masks: policy.masks }))]
  const judged = set.judge('mask', query)
  const masking = [
    ...[...judged.held, ...judged.erred].map((id) => ({ unless: no, masks: set.get(id)!.masks })),
    ...residual.masking.map(({ policy, unless }) => ({ unless, masks: policy.masks })),
  ]
  const rows = and(...residual.forbids.map(({ unless }) => unless), or(...allowed.map(({ when }) => when)))
  const where = rows.is === 'true' ? null : toSql(rows, 'duckdb')
  // A reader's own conditions might be tried before ours where ours can fail; then no column has a value but in rows that are shown.
  const behind = (column: string, sql: string | null) =>
    where === null || !mayFail(rows) ? sql : `CASE WHEN ${where} THEN ${sql ?? column} END`
  const columns = object.columns.map((column): SeenColumn => {
    const own = columnRules(loaded, ask, object, column)
    const forbids = [...masking, ...own.masking].flatMap(({ unless, masks }) => {
      const mask = maskOf(masks, column.name)
      return mask ? [{ unless, mask }] : []
    })
    const given = allowed.map(({ when, masks }) => ({ when, mask: maskOf(masks, column.name) }))
    const printed = {
      dialect: 'duckdb' as const,
      column: quoted(column.physical),
      type: column.type,
      salt: saltOf(ask.principal.orgId),
    }
    const sql = own.hidden ? null : shownSql({ permits: given, forbids }, printed)
    const kinds = [...given.map(({ mask }) => mask), ...forbids.map(({ mask }) => mask)].flatMap(
      (mask) => mask?.kind ?? [],
    )
    return {
      name: column.name,
      hidden: own.hidden,
      sql: own.hidden ? null : behind(printed.column, sql),
      masks: sql === null ? [] : [...new Set(kinds)],
    }
  })
  const because = residual.permits.map(({ policy }) => policy.id)
  return { because, sight: { rows: where, columns } }
}

/** Sums and times are worked out, and what is worked out can fail. */
const mayFail = (rows: Formula) => /"is":"sum"|"type":"datetime"/.test(JSON.stringify(rows))

const maskOf = (masks: Masks, column: string): Mask | null => masks.get(column) ?? masks.get('*') ?? null
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
/** The salt of an organisation's hashes; of no use to another's. */
const saltOf = (orgId: string) => `'${createHmac('sha256', derivedKey('masks')).update(orgId).digest('hex')}'`

function rowResidual(loaded: Loaded, ask: Ask, object: SeenObject): Residual {
  const { resource, productId, product, port, several } = ask.port
  const type = rowType(product, port, object.name, several)
  const table = {
    type,
    columns: object.columns,
    above: {
      Port: resource.id,
      Product: productId,
      ...(resource.domainId !== undefined && { Domain: resource.domainId }),
      Organisation: ask.principal.orgId,
    },
  }
  return residualOf(loaded.set, openQueryOf(ask.principal, ask.action, type, ask.circumstances), rowsTable(table))
}

/** What policies about columns say of one: whether it is hidden, and what takes its plain value. */
function columnRules({ set }: Loaded, ask: Ask, object: SeenObject, column: SeenObject['columns'][number]) {
  const { resource, productId } = ask.port
  const { domainId, published, held } = resource
  const { name, type, classification } = column
  const asked: Resource = {
    type: 'column',
    id: `${resource.id}/${object.name}/${name}`,
    domainId,
    published,
    held,
    facts: { name, object: object.name, type, ...(classification && { classification }) },
    within: [
      { type: 'port', id: resource.id },
      { type: 'product', id: productId },
    ],
  }
  const query = queryOf({ ...ask, resource: asked })
  const forbids = set.judge('forbid', query)
  const masking = set.judge('mask', query)
  return {
    hidden: forbids.held.length + forbids.erred.length > 0,
    masking: [...masking.held, ...masking.erred].map((id) => ({ unless: no, masks: set.get(id)!.masks })),
  }
}

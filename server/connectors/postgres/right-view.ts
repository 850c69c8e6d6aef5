import { createHash } from 'node:crypto'
import type pg from 'pg'
import { conflict } from '@/server/platform/errors'
import type { Keyed, SourceGrant } from '../connector'
import { distinctNames, type PgColumn } from './column-type'
import { columns as columnsSql, partsOf } from './discover'
import { qualified, quote } from './quote'
import { ours, viewEnd, viewOf } from './right-names'
import { demandExact, seenTable } from './seen-table'

/** The views of a grant as they should be, and as they are. */

/** One view: of which table, with which columns, and the statement that makes it. */
export type RightView = {
  name: string
  table: { schema: string; name: string; columns: string[] }
  /** `plain` and `shown` are what it reads of a column, and what it makes of it. */
  columns: { name: string; own: string; plain: string; shown: string }[]
  /** What it reads from; the condition is over that. */
  from: string
  where?: string
  select: string
}

type Owned = PgColumn & { known: string }

/** What each object's view shows; throws `conflict` where the source no longer has a table or column, or has it otherwise. */
export async function viewsOf(client: pg.Client, grant: SourceGrant): Promise<RightView[]> {
  const views: RightView[] = []
  for (const object of grant.objects) views.push(await viewFor(client, grant, object))
  const names = views.map(({ name }) => name)
  return views.map((view, n) => (names.indexOf(view.name) === n ? view : { ...view, name: `${n}_${view.name}` }))
}

async function viewFor(client: pg.Client, grant: SourceGrant, object: SourceGrant['objects'][number]) {
  const { schema, table } = partsOf(object.ref)
  const own = await columnsOf(client, schema, table)
  if (own.length === 0) throw conflict(`The source no longer shows ${object.ref}.`)
  const narrowed = object.where !== undefined || object.columns.some(({ mask }) => mask !== undefined)
  if (narrowed) await demandExact(client)
  const at = (physical: string) => {
    const found = own.findIndex(({ known }) => known === physical)
    if (found < 0) throw conflict(`The source no longer has the column ${physical} of ${object.ref}.`)
    return found
  }
  const inner = narrowed ? seenTable({ schema, table }, own, object, at) : null
  const columns = object.columns.map(({ name, physical, mask }) => {
    const place = at(physical)
    const plain = inner ? inner.plain(place) : quote('name', own[place]!.name)
    return { name, own: own[place]!.name, plain, shown: mask === undefined ? plain : `(${keyed(mask)})` }
  })
  const from = inner ? inner.from : qualified(schema, table)
  const list = columns.map(({ name, shown }) => `${shown} as ${quote('name', name)}`)
  // Compared once for each statement, so that no job stands between an end and a refusal here either.
  const until = `statement_timestamp() < ${quote('value', grant.until.toISOString())}::timestamptz`
  // A fence: no condition of a reader reaches the table, or the estimate of its rows would tell how often a value is among hidden ones.
  const where = object.where === undefined ? until : `${until} and (${object.where}) offset 0`
  return {
    name: viewOf(object.name, grant.id),
    table: { schema, name: table, columns: own.map(({ name }) => name) },
    columns,
    from,
    ...(object.where === undefined ? {} : { where: object.where }),
    select: `select ${list.join(', ')} from ${from} where ${where}`,
  }
}

/** A table's columns; they are known to us by names that also differ without their case. */
async function columnsOf(client: pg.Client, schema: string, table: string): Promise<Owned[]> {
  const found = await client.query<{ oid: string | null }>('select to_regclass($1)::oid::text as oid', [
    qualified(schema, table),
  ])
  const { oid } = found.rows[0]!
  if (oid === null) return []
  const rows = (await client.query<PgColumn>(columnsSql, [[oid]])).rows
  const known = distinctNames(rows.map(({ name }) => name))
  return rows.map((row, n) => ({ ...row, known: known[n]! }))
}

/** A mask names its key; the key itself lies in a table that only the view's owner reads. */
const keyed = (mask: Keyed) =>
  mask
    .map((part) =>
      typeof part === 'string'
        ? part
        : `(select k.value from ${qualified(ours, 'mask_key')} k where k.name = ${quote('value', part.key)})`,
    )
    .join('')

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)

/** What the views of a grant should be, as one text. */
export const planMark = (views: RightView[]) => hash(views.map(({ name, select }) => [name, select]))

/** What the views of a grant are, as one text; the database's own way to write them. */
export async function liveMark(client: pg.Client, grant: string): Promise<string> {
  const found = await client.query(
    `select c.relname::text as name, pg_get_viewdef(c.oid) as text, c.reloptions::text as options, c.relkind::text as kind
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and right(c.relname, length($2)) = $2 order by 1`,
    [ours, viewEnd(grant)],
  )
  return hash(found.rows)
}

/** The mark of a grant of which nothing is there. */
export const noMark = hash([])

/** The same, of views that were made just now and are gone again: what the live ones are held against. */
export async function expectedMark(client: pg.Client, views: RightView[]): Promise<string> {
  await client.query('begin transaction read write')
  try {
    const rows: unknown[] = []
    for (const [n, { name, select }] of views.entries()) {
      await client.query(`create view pg_temp.stoa_${n} with (security_barrier = true) as ${select}`)
      const made = await client.query(`select pg_get_viewdef('pg_temp.stoa_${n}'::regclass) as text`)
      rows.push({ name, text: made.rows[0].text, options: '{security_barrier=true}', kind: 'v' })
    }
    return hash(rows.sort((a, b) => ((a as { name: string }).name < (b as { name: string }).name ? -1 : 1)))
  } finally {
    await client.query('rollback')
  }
}

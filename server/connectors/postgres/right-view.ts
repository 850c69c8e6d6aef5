import { createHash } from 'node:crypto'
import type pg from 'pg'
import { AppError, invalid } from '@/server/platform/errors'
import type { SourceGrant } from '../connector'
import { distinctNames } from './column-type'
import { partsOf } from './discover'
import { qualified, quote } from './quote'
import { ours, viewEnd, viewOf } from './right-names'

/** The views of a grant as they should be, and as they are. */

/** One view: of which table, with which columns, and the statement that makes it. */
export type RightView = {
  name: string
  table: { schema: string; name: string; columns: string[] }
  columns: { name: string; own: string }[]
  where?: string
  select: string
}

const columnsOf = `select a.attname::text as name from pg_attribute a
  where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum`

/** What each object's view shows; throws `invalid` where the source no longer has a table or column. */
export async function viewsOf(client: pg.Client, grant: SourceGrant): Promise<RightView[]> {
  const views: RightView[] = []
  for (const object of grant.objects) {
    const { schema, table } = partsOf(object.ref)
    const own = (await client.query<{ name: string }>(columnsOf, [qualified(schema, table)])).rows.map(
      (row) => row.name,
    )
    if (own.length === 0) throw new AppError('not_found', `The source no longer shows ${object.ref}.`)
    // Columns are known to us by names that also differ without their case.
    const known = distinctNames(own)
    const columns = object.columns.map(({ name, physical, mask }) => {
      const at = known.indexOf(physical)
      if (at < 0) throw invalid(`The source no longer has the column ${physical} of ${object.ref}.`)
      return { name, own: own[at]!, mask }
    })
    const list = columns.map(({ name, own: column, mask }) => {
      const value = mask === undefined ? quote('name', column) : `(${keyed(mask)})`
      return `${value} as ${quote('name', name)}`
    })
    // Compared once for each statement, so that no job stands between an end and a refusal here either.
    const until = `statement_timestamp() < ${quote('value', grant.until.toISOString())}::timestamptz`
    const where = object.where === undefined ? until : `${until} and (${keyed(object.where)})`
    views.push({
      name: viewOf(object.name, grant.id),
      table: { schema, name: table, columns: own },
      columns,
      ...(object.where === undefined ? {} : { where: keyed(object.where) }),
      select: `select ${list.join(', ')} from ${qualified(schema, table)} where ${where}`,
    })
  }
  const names = views.map(({ name }) => name)
  return views.map((view, n) => (names.indexOf(view.name) === n ? view : { ...view, name: `${n}_${view.name}` }))
}

/** A mask names its key; the key itself lies in a table that only the view's owner reads. */
const keyed = (expression: string) =>
  expression.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => {
    return `(select k.value from ${qualified(ours, 'mask_key')} k where k.name = ${quote('value', name)})`
  })

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

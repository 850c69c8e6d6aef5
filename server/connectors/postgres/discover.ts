import type pg from 'pg'
import { invalid } from '@/server/platform/errors'
import type { Found, Keys } from '../connector'
import { distinctNames, mapColumn, type PgColumn } from './column-type'
import { ours } from './right-names'

/** Tables on one page of discovery. */
const pageSize = 200

const tables = `
  select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind as kind,
         case when c.reltuples >= 0 then c.reltuples::bigint::text end as rows,
         case when c.relkind in ('r', 'm') then pg_table_size(c.oid)::text end as bytes,
         left(obj_description(c.oid, 'pg_class'), 2000) as description
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' and n.nspname <> '${ours}'
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
    and ($1::text[] is null or n.nspname = any ($1))
    and ($2::text is null or (n.nspname, c.relname) > ($2, $3))
  order by n.nspname, c.relname limit ${pageSize + 1}`

/** Columns with domains resolved to the type below them. */
export const columns = `
  select a.attrelid::text as oid, a.attname as name, coalesce(b.typname, t.typname) as type,
         case when a.atttypmod = -1 and t.typtypmod is not null then t.typtypmod else a.atttypmod end as modifier,
         not (a.attnotnull or t.typnotnull) as nullable,
         case when t.typcategory = 'A' or b.typcategory = 'A' then 1 else 0 end as dimensions,
         left(col_description(a.attrelid, a.attnum), 2000) as description
  from pg_attribute a join pg_type t on t.oid = a.atttypid
       left join pg_type b on t.typtype = 'd' and b.oid = t.typbasetype
  where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`

const constraints = `
  select k.conrelid::text as oid, k.contype as type,
         array(select a.attname::text from unnest(k.conkey) with ordinality u(n, i)
               join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i) as columns,
         f.relname as other_table, fn.nspname as other_schema,
         array(select a.attname::text from unnest(k.confkey) with ordinality u(n, i)
               join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i) as other_columns
  from pg_constraint k left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
  where k.conrelid = any ($1::oid[]) and k.contype in ('p', 'u', 'f')
  order by k.conrelid, k.conname`

type TableRow = {
  oid: string
  schema: string
  name: string
  kind: string
  rows: string
  bytes: string
  description: string
}
type ColumnRow = PgColumn & { oid: string; description: string | null }
type KeyRow = {
  oid: string
  type: string
  columns: string[]
  other_table: string
  other_schema: string
  other_columns: string[]
}

const dotted = (part: string) => (/^[^."]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)
/** How a table is called outside: `schema.table`, a part with a dot or a quote in double quotes. */
export const refOf = (schema: string, table: string) => `${dotted(schema)}.${dotted(table)}`

/** The schema and table of a ref; throws `invalid` if it is none. */
export function partsOf(ref: string): { schema: string; table: string } {
  const found = /^(?:"((?:[^"]|"")+)"|([^."]+))\.(?:"((?:[^"]|"")+)"|([^."]+))$/s.exec(ref)
  if (!found) throw invalid(`"${ref}" does not name a table; write schema.table.`)
  const part = (quoted?: string, bare?: string) => quoted?.replaceAll('""', '"') ?? bare ?? ''
  return { schema: part(found[1], found[2]), table: part(found[3], found[4]) }
}

/** One page of the tables and views that the user may read, with columns, keys, comments, estimates and sizes. */
export async function discover(client: pg.Client, schemas: string[] | undefined, cursor?: string) {
  const after = cursor ? partsOf(cursor) : undefined
  const found = (await client.query<TableRow>(tables, [schemas ?? null, after?.schema ?? null, after?.table ?? null]))
    .rows
  const page = found.slice(0, pageSize)
  const oids = page.map(({ oid }) => oid)
  const columnRows = (await client.query<ColumnRow>(columns, [oids])).rows
  const keyRows = (await client.query<KeyRow>(constraints, [oids])).rows
  const assets = page.map((table): Found => {
    const own = columnRows.filter(({ oid }) => oid === table.oid)
    const names = distinctNames(own.map(({ name }) => name))
    return {
      ref: refOf(table.schema, table.name),
      kind: table.kind === 'v' || table.kind === 'm' ? 'view' : 'table',
      name: table.name,
      ...(table.description ? { description: table.description } : {}),
      ...(table.rows ? { rows: Number(table.rows) } : {}),
      ...(table.bytes ? { bytes: Number(table.bytes) } : {}),
      columns: own.map((column, index) => ({
        name: names[index]!,
        type: mapColumn(column, 10).type,
        nullable: column.nullable,
        ...(column.description ? { description: column.description } : {}),
      })),
      keys: keysOf(keyRows.filter(({ oid }) => oid === table.oid)),
    }
  })
  const last = page.at(-1)
  return { assets, ...(found.length > pageSize && last ? { next: refOf(last.schema, last.name) } : {}) }
}

function keysOf(rows: KeyRow[]): Keys {
  return {
    primary: rows.find(({ type }) => type === 'p')?.columns ?? [],
    unique: rows.filter(({ type }) => type === 'u').map(({ columns: own }) => own),
    foreign: rows
      .filter(({ type }) => type === 'f')
      .map((row) => ({
        columns: row.columns,
        ref: refOf(row.other_schema, row.other_table),
        references: row.other_columns,
      })),
  }
}

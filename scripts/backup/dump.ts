import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Manifest, Writer } from './archive'

export type Table = { schema: string; name: string; columns: string[] }
export type Sequence = { schema: string; name: string; value: string }

/** The tables of our own schemas; what a column computes from the others is not copied. */
const tablesSql = `
  select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and n.nspname in ('public', 'job') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  group by 1, 2 order by 1, 2`
const sequencesSql = `
  select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
  where schemaname in ('public', 'job') and last_value is not null order by 1, 2`

export const listTables = async (client: pg.Client): Promise<Table[]> => (await client.query<Table>(tablesSql)).rows

export const quoted = ({ schema, name }: { schema: string; name: string }) =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
export const placeOf = (table: Table) => `${quoted(table)} (${table.columns.map(pg.escapeIdentifier).join(', ')})`

/** The migrations that the database has seen, as its own list tells. */
export const migrationsOf = async (client: pg.Client): Promise<Manifest['migrations']> =>
  (
    await client.query<{ name: string; checksum: string }>(
      `select migration_name as name, checksum from _prisma_migrations
      where finished_at is not null and rolled_back_at is null order by migration_name`,
    )
  ).rows

/** Writes every table as it stands in the open transaction's snapshot, one stream at a time. */
export async function dumpTables(client: pg.Client, writer: Writer): Promise<void> {
  for (const table of await listTables(client)) {
    const rows = client.query(copyTo(`copy ${placeOf(table)} to stdout`))
    // A failure of either side reaches whoever reads the other.
    const content = pipeline(rows, createGzip(), () => undefined)
    await writer.add({ kind: 'table', ...table }, content)
  }
  // A sequence knows no snapshot: read last, so that it is never behind a row.
  const { rows } = await client.query<Sequence>(sequencesSql)
  await writer.add({ kind: 'sequences' }, [Buffer.from(JSON.stringify(rows))])
}

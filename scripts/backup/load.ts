import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Refusal } from '../refusal'
import type { Manifest } from './archive'
import { listTables, placeOf, quoted, type Sequence, type Table } from './dump'

const folder = 'prisma/migrations'

/** The list that Prisma keeps in the database, made as Prisma makes it, so that `migrate deploy` goes on from it. */
const listSql = `create table _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

/** The SQL of the migrations that an archive's database had seen; refused where this version of Stoa has others. */
export function migrationsFor({ migrations }: Manifest): string[] {
  return migrations.map(({ name, checksum }) => {
    const file = path.join(folder, path.basename(name), 'migration.sql')
    const sql = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
    if (sql === null || createHash('sha256').update(sql).digest('hex') !== checksum) {
      throw new Refusal(`The archive is of a newer Stoa than this one (${name}): restore it with that version.`)
    }
    return sql
  })
}

/** Whether an archive's database had seen every migration there is. */
export const isCurrent = ({ migrations }: Manifest): boolean =>
  fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length === migrations.length

/** Makes the archive's schema in an empty database and leaves it without rows, with the triggers at rest for this session. */
export async function makeSchema(client: pg.Client, migrations: string[]): Promise<void> {
  for (const sql of migrations) await client.query(sql)
  // Rows come back as they were: no trigger and no foreign key looks at them, as the whole was true when it was copied.
  await client.query('set session_replication_role = replica')
  const made = await listTables(client)
  await client.query(listSql)
  await client.query(`truncate ${made.map(quoted).join(', ')}`)
}

/** Loads a table's rows, in whichever order the tables come. */
export async function loadTable(client: pg.Client, table: Table, content: AsyncIterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(content), createGunzip(), client.query(copyFrom(`copy ${placeOf(table)} from stdin`)))
}

export async function setSequences(client: pg.Client, sequences: Sequence[]): Promise<void> {
  for (const sequence of sequences) {
    await client.query('select setval($1::text::regclass, $2::bigint)', [quoted(sequence), sequence.value])
  }
}

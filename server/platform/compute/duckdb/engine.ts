import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { identifier, literal, name } from '../quote'
import type { View } from '../schema'
import { checkExpression } from './statement'
import { fold, Refusal } from './tree'

/** Threads of one child: two keep a small machine fair between queries. */
const threads = 2

/** Our own database has a name no product can have, so that any product may be attached beside it. */
const home = identifier('stoa home')

export const engineSettings = {
  threads: String(threads),
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
}

/** An engine with nothing in it. */
export const openEngine = async () => engineOf(await DuckDBInstance.create(':memory:', engineSettings))

export async function engineOf(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  // The first statement of each kind loads code pages and the time zone; a warm child has that behind it.
  await connection.run(`attach ':memory:' as ${home}; use ${home}; detach memory`)
  await connection.run(`set TimeZone='UTC'; select json_serialize_sql('select 1 from range(1)')`)
  return connection
}

/** What the engine may touch from here on; nothing can widen it again. */
export type Reach = { files: string[]; temp: string; memoryBytes: number }

const limited = new WeakSet<DuckDBConnection>()

/** How much memory and disk it may take, which is the same whatever it reads. */
export async function limit(engine: DuckDBConnection, { temp, memoryBytes }: Omit<Reach, 'files'>) {
  await engine.run(limitsOf({ temp, memoryBytes }))
  limited.add(engine)
}

const megabytes = (bytes: number) => `${Math.floor(bytes / 2 ** 20)}MiB`
const limitsOf = ({ temp, memoryBytes }: Omit<Reach, 'files'>) =>
  [
    `set memory_limit='${megabytes(memoryBytes * 0.8)}'`,
    `set temp_directory=${literal(temp)}`,
    `set max_temp_directory_size='${megabytes(memoryBytes * 4)}'`,
    // A view's columns are looked up when it is made and again when it is read: the file's own table of contents is kept.
    'set parquet_metadata_cache=true',
  ].join(';\n')

/** The second wall: named files, a capped temporary folder, no extension, no setting, no other path. */
export async function wall(engine: DuckDBConnection, reach: Reach, views: View[] = []) {
  const made = new Set<string>()
  for (const { condition } of views) if (condition) await checkExpression(engine, condition.where)
  // One call: each costs a turn of the event loop.
  await engine.run(
    [
      ...(limited.has(engine) ? [] : [limitsOf(reach)]),
      `set allowed_paths=[${reach.files.map(literal).join(', ')}]`,
      'set enable_external_access=false',
      ...views.map((view) => declare(view, made)),
      'set lock_configuration=true',
    ].join(';\n'),
  )
}

/** DuckDB keeps these names for databases of its own; a statement could not tell ours from them. */
const reserved = new Set(['main', 'system', 'temp'])

/** "product"."port" is a view in a database of the product's name; "product"."port"."object" one in its schema "port". */
function declare(view: View, made: Set<string>): string {
  const statements: string[] = []
  const [database, schema] = view.name
  if (view.name.length > 1 && reserved.has(fold(database!)))
    throw new Refusal(
      `SQL cannot name a product "${database}": DuckDB keeps that word. Have it published under another name.`,
    )
  const once = (statement: string) => {
    if (!made.has(statement)) statements.push(statement)
    made.add(statement)
  }
  if (view.name.length > 1) once(`attach ':memory:' as ${identifier(database!)}`)
  if (view.name.length > 2) once(`create schema ${name([database!, schema!])}`)
  const rows = `${parquet(view.files)}${view.where ? ` where ${view.where}` : ''}`
  statements.push(
    view.condition
      ? `create view ${name(view.name)} as ${conditioned(view, view.condition, rows)}`
      : `create view ${name(view.name)} as select ${shownOf(view)} from ${rows}`,
  )
  return statements.join(';\n')
}

const shownOf = ({ columns }: View): string =>
  columns
    ?.map((column) =>
      column.as || column.sql
        ? `${column.sql ?? identifier(column.name)} as ${identifier(column.as ?? column.name)}`
        : identifier(column.name),
    )
    .join(', ') ?? '*'

/** More rows than there are. */
const everyRow = '9223372036854775807'

/**
 * The rows for which a condition is true; one that cannot be told of a row is not true of it. The limit keeps a reader's own
 * conditions above ours: DuckDB would else try theirs first on rows that are hidden, and its errors quote values. What stands in a
 * column's place is worked out of those rows alone, from the file's own columns, which are carried under names that nothing has.
 */
function conditioned(view: View, { where, columns }: NonNullable<View['condition']>, rows: string): string {
  const named = columns.map((column) => `${identifier(column.name)} as ${identifier(column.as)}`)
  const masked = view.columns?.some((column) => column.sql) ?? false
  const files = [...new Set(columns.map((column) => column.name))]
  const carried = masked ? files.map((column, at) => [identifier(column), identifier(carriedAs(columns, at))]) : []
  const inner = [...named, ...carried.map(([own, as]) => `${own} as ${as}`)].join(', ')
  // The new line ends a comment the condition may close with.
  const left = `select * from (select ${inner} from ${rows}) where try((${where}\n)::boolean) limit ${everyRow}`
  if (!masked) {
    const shown = view.columns?.map((column) => identifier(column.as ?? column.name)).join(', ') ?? '*'
    return `select ${shown} from (${left})`
  }
  return `select ${shownOf(view)} from (select ${carried.map(([own, as]) => `${as} as ${own}`).join(', ')} from (${left}))`
}

/** A name that no column of a view has. */
function carriedAs(columns: readonly { as: string }[], at: number): string {
  const longest = Math.max(0, ...columns.map((column) => column.as.length))
  return `${'_'.repeat(longest)}_${at}`
}

/** Parquet files read as one table, exactly as written: no column from file names or folders. */
export const parquet = (files: string[]) =>
  `read_parquet([${files.map(literal).join(', ')}], hive_partitioning=false, union_by_name=false)`

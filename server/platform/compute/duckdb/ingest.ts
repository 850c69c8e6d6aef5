import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../quote'
import type { Measures, Source, Task } from '../schema'
import { type Reach, wall } from './engine'
import type { Emit } from './main'
import { measure, writeParquet } from './write'

/** The longest line of text a source may have, in bytes; a longer one is refused rather than buffered. */
const longestLine = 8 * 2 ** 20
/** Levels of nesting that are read as columns; what lies deeper stays JSON text. */
const deepest = 32

/** Copies a source into one Parquet file, through DuckDB alone. */
export async function ingest(
  engine: DuckDBConnection,
  task: Task & { kind: 'ingest' },
  reach: (files: string[]) => Reach,
  emit: Emit,
): Promise<Measures> {
  const paths = task.pipe ? [task.pipe] : [task.source.path ?? []].flat()
  await engine.run(
    'set preserve_insertion_order=false; set enable_progress_bar=true; set enable_progress_bar_print=false',
  )
  await wall(engine, reach([...paths, task.out]))
  const reporting = setInterval(() => {
    const { rows_processed: rows, percentage } = engine.progress
    emit('progress', { rows: Number(rows), percentage })
  }, 250)
  try {
    await writeParquet(engine, reader(task.source, paths), task.out)
    return await measure(engine, task.out)
  } finally {
    clearInterval(reporting)
  }
}

function reader(source: Omit<Source, 'stream'>, paths: string[]): string {
  const files = `[${paths.map(literal).join(', ')}]`
  const columns = source.columns?.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(', ')
  const typed = columns === undefined ? '' : `, columns={${columns}}`
  switch (source.form) {
    case 'parquet':
      return `read_parquet(${files}, hive_partitioning=false)`
    case 'json':
    case 'ndjson': {
      const format = source.form === 'ndjson' ? 'newline_delimited' : 'auto'
      return `read_json(${files}, format='${format}', maximum_object_size=${2 * longestLine}, maximum_depth=${deepest}, hive_partitioning=false${typed})`
    }
    case 'csv':
      return `read_csv(${files}${csvOptions(source)}${typed}, max_line_size=${longestLine}, buffer_size=${2 * longestLine}, hive_partitioning=false)`
  }
}

function csvOptions({ csv = {}, columns }: Omit<Source, 'stream'>): string {
  const options: [string, string | undefined][] = [
    ['header', csv.header === undefined ? undefined : String(csv.header)],
    ['delim', csv.delimiter === undefined ? undefined : literal(csv.delimiter)],
    ['quote', csv.quote === undefined ? undefined : literal(csv.quote)],
    ['escape', csv.escape === undefined ? undefined : literal(csv.escape)],
    ['nullstr', csv.nullText === undefined ? undefined : literal(csv.nullText)],
    ['allow_quoted_nulls', csv.quotedNulls === undefined ? undefined : String(csv.quotedNulls)],
    ['encoding', csv.encoding === undefined ? undefined : literal(csv.encoding)],
    // A stream cannot be read twice: with its columns declared there is nothing to guess.
    ['auto_detect', columns && csv.delimiter !== undefined ? 'false' : undefined],
  ]
  return options.map(([key, value]) => (value === undefined ? '' : `, ${key}=${value}`)).join('')
}

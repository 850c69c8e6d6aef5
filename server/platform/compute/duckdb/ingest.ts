import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../quote'
import type { Measures, Source, Task } from '../schema'
import { csvFault, csvReader, guessedWrong, longestLine } from './csv'
import { type Reach, wall } from './engine'
import type { Emit } from './main'
import { Refusal } from './tree'
import { measure, writeParquet } from './write'

/** Rows in one byte of Parquet beyond which a file of many rows is taken for a bomb. */
const rowsPerByte = 50
const manyRows = 50_000_000
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
    if (task.source.form === 'parquet') await refuseBomb(engine, paths)
    await (task.source.form === 'csv'
      ? writeCsv(engine, task, paths)
      : writeParquet(engine, reader(task.source, paths), task.out))
    return await measure(engine, task.out)
  } finally {
    clearInterval(reporting)
  }
}

/** Parquet can say "the same again" for a whole column in a few bytes; no table that people keep holds this many rows in a byte. */
async function refuseBomb(engine: DuckDBConnection, paths: string[]) {
  const sql = `select sum(num_rows), sum(file_size_bytes) from parquet_file_metadata([${paths.map(literal).join(', ')}])`
  const [rows, bytes] = (await engine.runAndReadAll(sql)).getRows()[0]!.map(Number)
  if (rows! > manyRows && rows! > bytes! * rowsPerByte)
    throw new Refusal(`It says that it holds ${rows} rows in ${bytes} bytes; such a file is not unpacked.`)
}

async function writeCsv(engine: DuckDBConnection, { source, out }: Task & { kind: 'ingest' }, paths: string[]) {
  try {
    await writeParquet(engine, csvReader(source, paths), out).catch((error) => {
      if (!guessedWrong(error, source)) throw error
      return writeParquet(engine, csvReader(source, paths, true), out)
    })
  } catch (error) {
    throw await csvFault(engine, error, source)
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
      return `read_json(${files}, format='${format}', compression='uncompressed', maximum_object_size=${2 * longestLine}, maximum_depth=${deepest}, hive_partitioning=false${typed})`
    }
    case 'csv':
      return csvReader(source, paths)
  }
}

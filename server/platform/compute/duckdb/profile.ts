import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { DuckDBListValue, DuckDBMapValue } from '@duckdb/node-api'
import { identifier, literal } from '../quote'
import type { Column, ColumnProfile, Profile, Task } from '../schema'
import { parquet, type Reach, wall } from './engine'
import { personal } from './personal'
import { columnsOf } from './statement'
import { toJson } from './values'

/** Up to this many rows distinct values are counted, above it estimated. */
const exactRows = 100_000
const bins = 20
const most = 10
/** Columns measured in one statement: a wide table must not become one plan with a hundred thousand aggregates. */
const columnsAtOnce = 50
/** Characters kept of a text in ranges and frequent values. */
const textKept = 200

type Kind = 'number' | 'moment' | 'text' | 'truth' | 'other'
type Measuring = Column & { kind: Kind; column: string }

/** Measures each column in three passes: what fits one aggregate, then shape and candidates, then the candidates' counts. */
export async function profile(
  engine: DuckDBConnection,
  task: Task & { kind: 'profile' },
  reach: (files: string[]) => Reach,
): Promise<Omit<Profile, 'took'>> {
  await wall(engine, reach([task.path]))
  const from = parquet([task.path])
  const columns = (await columnsOf(engine, `from ${from}`)).map((column): Measuring => {
    return { ...column, kind: kindOf(column.type), column: identifier(column.name) }
  })
  const rows = Number((await engine.runAndReadAll(`select count(*) from ${from}`)).getRows()[0]![0])
  const profiles: ColumnProfile[] = []
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const some = columns.slice(at, at + columnsAtOnce)
    const measured = await ranges(engine, from, some, rows)
    await shapes(engine, from, some, measured, rows)
    profiles.push(...measured)
  }
  const likely = await personal(engine, from, columns)
  return {
    rows,
    columns: profiles.map((one) => ({ ...one, ...(likely.has(one.name) ? { personal: likely.get(one.name) } : {}) })),
  }
}

function kindOf(type: string): Kind {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(type)) return 'number'
  if (/^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/.test(type)) return 'moment'
  if (type === 'BOOLEAN') return 'truth'
  return type === 'VARCHAR' || type.startsWith('ENUM') || type === 'UUID' ? 'text' : 'other'
}

/** NaN and infinities are values, but no bin or mean can hold them. */
const finite = ({ column, type }: Measuring) =>
  /FLOAT|DOUBLE/.test(type) ? `case when isfinite(${column}) then ${column} end` : column

async function ask(engine: DuckDBConnection, sql: string) {
  return (await engine.runAndReadAll(sql)).getRows()[0]!
}

async function ranges(
  engine: DuckDBConnection,
  from: string,
  columns: Measuring[],
  rows: number,
): Promise<ColumnProfile[]> {
  const exact = rows <= exactRows
  const parts = columns.flatMap((one) => {
    const { column, kind } = one
    const ordered = kind === 'number' || kind === 'moment'
    const bound = kind === 'text' ? shown(one) : kind === 'number' ? finite(one) : column
    return [
      `count(${column})`,
      exact ? `count(distinct ${column})` : `approx_count_distinct(${column})`,
      kind === 'other' ? 'null' : `min(${bound})::varchar`,
      kind === 'other' ? 'null' : `max(${bound})::varchar`,
      kind === 'number' ? `avg(${finite(one)}::double)` : 'null',
      ordered
        ? `approx_quantile(${kind === 'number' ? finite(one) : column}, [0.05, 0.25, 0.5, 0.75, 0.95])::varchar[]`
        : 'null',
    ]
  })
  const row = await ask(engine, `select ${parts.join(', ')} from ${from}`)
  return columns.map(({ name, type }, at) => {
    const [count, distinct, min, max, mean, quantiles] = row.slice(at * 6, at * 6 + 6)
    const filled = Number(count)
    return {
      name,
      type,
      nulls: rows - filled,
      distinct: Math.min(Number(distinct), filled),
      exact,
      ...(typeof min === 'string' && typeof max === 'string' ? { min, max } : {}),
      ...(typeof mean === 'number' ? { mean } : {}),
      ...(quantiles instanceof DuckDBListValue ? { quantiles: quantiles.items.map(String) } : {}),
    }
  })
}

/** Fills in histogram and frequent values. */
async function shapes(
  engine: DuckDBConnection,
  from: string,
  columns: Measuring[],
  profiles: ColumnProfile[],
  rows: number,
) {
  const binned = columns.flatMap((one, at) => {
    const edges = one.kind === 'number' || one.kind === 'moment' ? edgesOf(one, profiles[at]!) : null
    return edges ? [{ at, edges, sql: `histogram(${axis(one)}, [${edges.join(', ')}])` }] : []
  })
  // A column of nearly as many values as rows is a key: no value of it is frequent.
  const repeated = columns.flatMap((one, at) => {
    const { distinct, nulls } = profiles[at]!
    const often = one.kind !== 'other' && distinct > 0 && (distinct <= (rows - nulls) / 2 || distinct <= most)
    return often ? [{ at, sql: `approx_top_k(${shown(one)}, ${most})::varchar[]` }] : []
  })
  const parts = [...binned, ...repeated]
  if (parts.length === 0) return
  const row = await ask(engine, `select ${parts.map((part) => part.sql).join(', ')} from ${from}`)
  binned.forEach(({ at, edges }, index) => {
    profiles[at]!.histogram = histogramOf(columns[at]!, edges, row[index] ?? null)
  })
  const candidates = repeated.map(({ at }, index) => ({ at, values: row[binned.length + index] ?? null }))
  await count(engine, from, columns, profiles, candidates)
}

type Candidates = { at: number; values: DuckDBValue }[]

async function count(
  engine: DuckDBConnection,
  from: string,
  columns: Measuring[],
  profiles: ColumnProfile[],
  candidates: Candidates,
) {
  const listed = candidates.flatMap(({ at, values }) =>
    values instanceof DuckDBListValue && values.items.length > 0 ? [{ at, values: values.items.map(String) }] : [],
  )
  if (listed.length === 0) return
  const parts = listed.map(({ at, values }) => {
    const one = columns[at]!
    const list = values.map((value) => literal(value)).join(', ')
    return `histogram_exact(${shown(one)}, [${list}]::${plain(one) ? one.type : 'VARCHAR'}[])::MAP(VARCHAR, UBIGINT)`
  })
  const row = await ask(engine, `select ${parts.join(', ')} from ${from}`)
  listed.forEach(({ at, values }, index) => {
    const counted = row[index]
    const wanted = new Set(values)
    const entries = counted instanceof DuckDBMapValue ? counted.entries : []
    profiles[at]!.frequent = entries
      .map(({ key, value }) => ({ value: String(toJson(key)), count: Number(value) }))
      .filter((entry) => wanted.has(entry.value) && entry.count > 0)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  })
}

/**
 * Numbers and moments are counted as they are; what is text is cut, so that a value never weighs more than a screen shows, and loses
 * its NULs, which the database that keeps the profile cannot hold.
 */
const plain = ({ kind }: Measuring) => kind === 'number' || kind === 'moment'
const shown = (one: Measuring) =>
  plain(one)
    ? one.column
    : one.kind === 'text'
      ? `left(replace(${one.column}::varchar, chr(0), ''), ${textKept})`
      : `${one.column}::varchar`
/** Where a value lies on the axis of its histogram; moments in seconds since 1970. */
const axis = (one: Measuring) => (one.kind === 'moment' ? `epoch(${one.column})` : `${finite(one)}::double`)

function edgesOf(one: Measuring, { min, max }: ColumnProfile): number[] | null {
  if (min === undefined || max === undefined) return null
  const place = (text: string) =>
    one.kind === 'number'
      ? Number(text)
      : Date.parse(`${text.replace(' ', 'T').replace(/[+-]\d\d(:\d\d)?$/, '')}${text.length > 10 ? 'Z' : ''}`) / 1000
  const [low, high] = [place(min), place(max)]
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) return null
  if (/INT/.test(one.type) && high - low < bins) return Array.from({ length: high - low + 1 }, (_, at) => low + at)
  return Array.from({ length: bins }, (_, at) => (at === bins - 1 ? high : low + ((high - low) * (at + 1)) / bins))
}

function histogramOf(one: Measuring, edges: number[], counted: DuckDBValue): ColumnProfile['histogram'] {
  const counts = new Map<number, number>()
  if (counted instanceof DuckDBMapValue)
    for (const { key, value } of counted.entries) counts.set(Number(key), Number(value))
  const step = (edges.at(-1)! - edges[0]!) / Math.max(edges.length - 1, 1)
  const write = (place: number) =>
    one.kind === 'moment' ? new Date(place * 1000).toISOString() : String(Number(place.toPrecision(12)))
  return edges.map((edge, at) => ({
    from: write(at === 0 ? edge - step : edges[at - 1]!),
    to: write(edge),
    count: counts.get(edge) ?? 0,
  }))
}

import type pg from 'pg'
import { to } from 'pg-copy-streams'
import { AppError, invalid } from '@/server/platform/errors'
import type { Plan, Reading } from '../connector'
import { distinctNames, mapColumn, needsMeasure, type PgColumn, scaleFor } from './column-type'
import { columns as columnsOf, partsOf } from './discover'
import { qualified, quote } from './quote'

/** An unquoted \N is NULL; PostgreSQL quotes a text that reads \N, so that NULL, '' and '\N' stay three things. */
const nullText = '\\N'

/** The largest row, as text, that is let through, in bytes. */
const longestRow = 8 * 2 ** 20

/** The longest value of a cursor column, as text. */
const longestPosition = 1_000

type Found = { oid: string; rows: string | null; bytes: string | null; key: string[] }

/** The rows of a table as CSV, from one snapshot of the database; ends its transaction when the stream does. */
export async function read(client: pg.Client, ref: string, plan: Plan, signal: AbortSignal): Promise<Reading> {
  const { schema, table } = partsOf(ref)
  const name = qualified(schema, table)
  await client.query('begin transaction isolation level repeatable read read only')
  try {
    const found = await locate(client, ref, name)
    const columns = (await client.query<PgColumn>(columnsOf, [[found.oid]])).rows
    if (columns.length === 0) throw invalid(`${ref} has no columns; there is nothing to copy.`)
    const scales = await measure(client, name, columns)
    const names = distinctNames(columns.map((column) => column.name))
    const mapped = columns.map((column, index) => mapColumn(column, scales[index]))
    const window = await windowOf(client, name, columns, found.key, plan)
    const select = `select ${mapped.map(({ expression }) => expression).join(', ')} from ${name}${window.where}`
    const count: Count = {}
    return {
      rows: {
        form: 'csv',
        stream: copy(client, { select, ref, single: columns.length === 1, count }, signal),
        columns: mapped.map(({ type }, index) => ({ name: names[index]!, type })),
        csv: { header: false, delimiter: ',', quote: '"', escape: '"', nullText, quotedNulls: false },
      },
      complete: window.where === '',
      key: found.key.map((own) => names[columns.findIndex((column) => column.name === own)]!),
      ...(window.position === undefined ? {} : { position: window.position }),
      sent: () => count.sent,
      total: {
        ...(found.rows && window.where === '' ? { rows: Number(found.rows) } : {}),
        ...(found.bytes && window.where === '' ? { bytes: Number(found.bytes) } : {}),
      },
    }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw explain(error, ref, signal)
  }
}

async function locate(client: pg.Client, ref: string, name: string): Promise<Found> {
  const found = await client.query<Found>(
    `select c.oid::text as oid, case when c.reltuples > 0 then c.reltuples::bigint::text end as rows,
            case when c.relkind in ('r', 'm') then pg_table_size(c.oid)::text end as bytes,
            array(select a.attname::text from pg_constraint k, unnest(k.conkey) with ordinality u(n, i), pg_attribute a
                  where k.conrelid = c.oid and k.contype = 'p' and a.attrelid = c.oid and a.attnum = u.n order by u.i) as key
     from pg_class c where c.oid = to_regclass($1)`,
    [name],
  )
  if (!found.rows[0]) throw new AppError('not_found', `The source no longer shows ${ref}.`)
  return found.rows[0]
}

/** Numerics without a declared size are measured in the same snapshot: exact, and never wider than they need. */
async function measure(client: pg.Client, name: string, columns: PgColumn[]): Promise<(number | null | undefined)[]> {
  const wide = columns.filter(needsMeasure)
  if (wide.length === 0) return []
  const parts = wide.map((column, index) => {
    const own = quote('name', column.name)
    return `coalesce(max(scale(${own})), 0) as f${index},
      coalesce(max(length(trunc(abs(${own}))::text)) filter (where ${own} not in ('NaN', 'Infinity', '-Infinity')), 1) as w${index},
      coalesce(bool_or(${own} in ('NaN', 'Infinity', '-Infinity')), false) as n${index}`
  })
  const [row] = (await client.query<Record<string, number | boolean>>(`select ${parts.join(', ')} from ${name}`)).rows
  return columns.map((column) => {
    const at = wide.indexOf(column)
    if (at < 0 || !row) return undefined
    return row[`n${at}`] ? null : scaleFor(Number(row[`w${at}`]), Number(row[`f${at}`]))
  })
}

/** The condition of an incremental read, and how far it reads: both from the snapshot that is copied. */
async function windowOf(client: pg.Client, name: string, columns: PgColumn[], key: string[], plan: Plan) {
  const { incremental } = plan
  if (!incremental) return { where: '' }
  if (!columns.some((column) => column.name === incremental.column))
    throw invalid(`The cursor column ${incremental.column} is no longer there; choose another.`)
  if (key.length === 0) throw invalid('Reading only what changed needs a primary key in the source.')
  const own = quote('name', incremental.column)
  const last = await client.query<{ position: string | null }>(
    `select left(max(${own})::text, ${longestPosition + 1}) as position from ${name}`,
  )
  const position = last.rows[0]?.position ?? incremental.after
  if (position !== undefined && position.length > longestPosition)
    throw invalid(`The cursor column ${incremental.column} holds texts too long to go by; choose another.`)
  const where = incremental.after === undefined ? '' : ` where ${own} >= ${quote('value', incremental.after)}`
  return { where, position }
}

type Count = { sent?: number }
type Copy = { select: string; ref: string; single: boolean; count: Count }

async function* copy(client: pg.Client, { select, ref, single, count }: Copy, signal: AbortSignal) {
  // In a table of one column an empty text would be an empty line, which readers skip: there every text is quoted.
  const quoting = single ? ', force_quote *' : ''
  const text = `copy (${select}) to stdout (format csv, null ${quote('value', nullText)}${quoting})`
  const stream = client.query(to(text, { highWaterMark: 1 << 18 }))
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter }
  // While copying nobody else hears the connection break.
  const broken = () =>
    stream.destroy(new AppError('unavailable', `The source ended the connection while ${ref} was copied.`))
  connection.once('end', broken)
  let whole = false
  try {
    let line = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(10)
      line = end < 0 ? line + chunk.length : chunk.length - end - 1
      if (line > longestRow)
        throw invalid(`A row of ${ref} is larger than ${longestRow / 2 ** 20} MB, the most that can be copied.`)
      yield chunk
    }
    whole = true
  } catch (error) {
    throw explain(error, ref, signal)
  } finally {
    connection.off('end', broken)
    // A copy that was cut leaves its connection in the middle of it: only a whole one can be used again.
    if (whole) {
      await client.query('commit').catch(() => undefined)
      count.sent = (stream as unknown as { rowCount: number }).rowCount
    } else stream.destroy()
  }
}

function explain(error: unknown, ref: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  if (error instanceof AppError) return error
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (code === '42501') return invalid(`The user may not read ${ref}; grant it SELECT, or leave it out.`)
  if (code === '22P02' || code === '22007' || code === '42883')
    return invalid(
      `The columns of ${ref} changed so that a cursor no longer compares with them; choose the cursor anew.`,
    )
  if (code === '55P03')
    return new AppError('unavailable', `${ref} is locked in the source; try again later.`, { retryAfter: 60 })
  if (code === '54000' || code === '22023' || /out of memory|invalid memory alloc/i.test(message))
    return invalid(`A row of ${ref} is larger than the source itself can send.`)
  if (code === '57P01' || code === '08006' || code === 'ECONNRESET' || /terminat/i.test(message))
    return new AppError('unavailable', `The source ended the connection while ${ref} was copied.`)
  return invalid(`The source could not read ${ref} (${code || 'no code'}).`)
}

import * as compute from '@/server/platform/compute'
import { invalid } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { asOf, type Instead } from './as-of'
import { beginRun } from './begin-run'
import { explainTable } from './explain-table'
import { giveReceipt } from './give-receipt'
import { plan } from './plan'

const deadlineMs = 30_000

type Ask = {
  sql: string
  purpose?: string
  /** What is read in the place of a file, by its key: an earlier snapshot. */
  instead?: Instead
}

/** The one number that a statement gives, read by the right of this moment and no more; null where it gives NULL. */
export async function measure(actor: Actor, ask: Ask, signal?: AbortSignal): Promise<number | null> {
  const planned = await plan(actor, { sql: ask.sql, purpose: ask.purpose, format: 'json', limit: 2 })
  planned.ahead?.drop()
  const readings = planned.readings.map((reading) => asOf(reading, ask.instead))
  const measured = { ...planned, readings, measures: true as const }
  const run = await beginRun(actor, measured, signal)
  try {
    const found = await compute.query({ ...run.within, ...planned.statement, limit: 2, deadlineMs })
    const value = oneNumber(found)
    await giveReceipt(actor, measured, run, found.rowCount)
    run.stop()
    return value
  } catch (error) {
    await run.fail(error)
    throw error instanceof compute.UnknownTable ? await explainTable(actor, error.table, run.denied) : error
  }
}

const wrong = (message: string) =>
  invalid(`The statement must give one number: ${message}.`, [{ path: 'sql', message }])

/** Numbers that JSON cannot carry come as text; NaN is none. */
function oneNumber({ columns, rows }: compute.Answer): number | null {
  if (columns.length !== 1) throw wrong(`it gives ${columns.length} columns`)
  if (rows.length !== 1) throw wrong(rows.length === 0 ? 'it gives no row' : 'it gives several rows')
  const [value] = rows[0]!
  if (value === null || value === undefined) return null
  const number = typeof value === 'boolean' ? Number.NaN : Number(value)
  const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|DOUBLE|FLOAT)$/.test(columns[0]!.type)
  if (!numeric) throw wrong(`it gives ${columns[0]!.type}`)
  return Number.isNaN(number) ? null : number
}

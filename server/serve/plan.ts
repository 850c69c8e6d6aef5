import * as compute from '@/server/platform/compute'
import { invalid } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { explainTable } from './explain-table'
import { listReadings } from './list-readings'
import { purposeOf, qualifiers, type Reading, under } from './reading'
import type { Ask, RowsAsk } from './schema'

/** A statement that is about to run: over which ports, under which purpose, in which form. */
export type Plan = {
  readings: Reading[]
  purpose: string | null
  statement: compute.Statement
  /** What history and receipt show. */
  sql: string
  limit?: number
  format: Ask['format']
}

/** Finds what a statement reads and by which right. Whoever may read nothing it names is told why, and how to ask for it. */
export async function plan(actor: Actor, ask: Ask): Promise<Plan> {
  const slugs = qualifiers(ask.sql)
  const { readings, purpose } = choose(await listReadings(actor, slugs), ask.purpose)
  if (readings.length === 0) await refuse(actor, ask.sql)
  return { readings, purpose, statement: { sql: ask.sql }, sql: ask.sql, limit: ask.limit, format: ask.format }
}

/** The rows of one object of a port, by columns and one condition. */
export async function planRows(actor: Actor, ask: RowsAsk): Promise<Plan> {
  const all = (await listReadings(actor, [ask.product])).filter((one) => one.source.port === ask.port)
  const { readings, purpose } = choose(all, ask.purpose)
  const [reading] = readings
  if (!reading) throw await explainTable(actor, [ask.product, ask.port])
  const object = ask.object ?? (reading.several ? undefined : reading.objects[0]?.name)
  const names = reading.objects.map((one) => one.name)
  if (object === undefined || !names.includes(object))
    throw invalid(`Name one object of the port: ${names.join(', ')}.`, [
      { path: 'object', message: `must be one of ${names.join(', ')}` },
    ])
  const of = reading.several ? [ask.product, ask.port, object] : [ask.product, ask.port]
  const columns = ask.columns?.split(',').map((column) => column.trim())
  const statement = { rows: { of, columns, where: ask.where || undefined } }
  return {
    readings: [reading],
    purpose,
    statement,
    sql: described(of, columns, ask.where),
    limit: ask.limit,
    format: ask.format,
  }
}

function choose(all: Reading[], named: string | undefined): { readings: Reading[]; purpose: string | null } {
  const chosen = purposeOf(all, named)
  if (chosen.ok) return { readings: under(all, chosen.purpose), purpose: chosen.purpose }
  const choices = chosen.choices.join(', ')
  throw invalid(`A query runs under one purpose. You hold these ports for: ${choices}. Name one as "purpose".`, [
    { path: 'purpose', message: `must be one of ${choices}` },
  ])
}

async function refuse(actor: Actor, sql: string): Promise<never> {
  const { tables } = await compute.parse(sql)
  const [table] = tables
  if (table) throw await explainTable(actor, table)
  throw invalid('The statement reads no port. Name one you hold as "product"."port".', [
    { path: 'sql', message: 'must read at least one port' },
  ])
}

function described(of: string[], columns: string[] | undefined, where: string | undefined) {
  const list = columns?.map(compute.identifier).join(', ') ?? '*'
  return `select ${list} from ${compute.name(of)}${where ? ` where ${where}` : ''}`
}

import * as compute from '@/server/platform/compute'
import { invalid } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { explainTable } from './explain-table'
import { listReadings } from './list-readings'
import { purposeFor } from './purpose-for'
import type { Plan } from './reading'
import type { RowsAsk } from './schema'

/** The rows of one object of a port, by columns and one condition. */
export async function planRows(actor: Actor, ask: RowsAsk): Promise<Plan> {
  const named = await purposeFor(actor, ask.purpose)
  const meant = (port: string) => port === ask.port
  const { readings, purpose } = await listReadings(actor, { products: [ask.product], meant, purpose: named })
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

function described(of: string[], columns: string[] | undefined, where: string | undefined) {
  const list = columns?.map(compute.identifier).join(', ') ?? '*'
  return `select ${list} from ${compute.name(of)}${where ? ` where ${where}` : ''}`
}

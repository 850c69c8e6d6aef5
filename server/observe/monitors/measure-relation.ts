import * as compute from '@/server/platform/compute'
import * as serve from '@/server/serve'
import type { AskOf } from '../added-schema'
import { findColumn, findObject } from './find-object'
import type { Measured, Watching } from './watching'

/** How many rows break a relation: between two columns, or to the values of a column of another port. NULL breaks none. */
export async function measureRelation(of: Watching, ask: AskOf<'relation'>): Promise<Measured> {
  const { port, object } = findObject(of.ports, ask)
  const own = compute.identifier(findColumn(object, ask.column).name)
  const from = compute.name(tableOf(of.product.slug, port.name, port.objects.length > 1 ? object.name : undefined))
  const { to } = ask
  const other = compute.identifier(to.column)
  const there = compute.name(tableOf(to.product ?? of.product.slug, to.port ?? port.name, to.object))
  // A whole other port: what is there of it, once.
  const stands = `"one".${own} in (select ${other} from ${there} where ${other} is not null)`
  if (!to.product && !to.port) findColumn(object, to.column, 'to.column')
  const holds = to.product || to.port ? stands : `"one".${own} ${ask.operator} "one".${other}`
  const sql = `select count(*) filter (where not (${holds})) as broken from ${from} as "one"`
  const value = await serve.measure(of.actor, { sql, purpose: ask.purpose, instead: of.instead }, of.signal)
  return { value, band: ask.band ?? { high: 0 } }
}

const tableOf = (product: string, port: string, object: string | undefined) =>
  object === undefined ? [product, port] : [product, port, object]

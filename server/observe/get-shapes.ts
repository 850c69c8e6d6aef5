import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import * as compute from '@/server/platform/compute'
import { forbidden, invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as added from './added-store'
import { findSides } from './find-sides'
import { type Kind, pairTypes } from './monitors/column-pair'
import { findColumn, findObject } from './monitors/find-object'
import { niceSteps } from './monitors/nice-steps'
import { FEW, sizesSql, stepsSql, valuesSql } from './monitors/shape-sql'
import { seesPlain } from './sees-plain'
import type { Shapes } from './shapes-schema'
import * as store from './store'

const deadlineMs = 60_000

/**
 * The values that drift compares now, of the reference and of what is current, for those who see every row of the port and the column in
 * plain. Counted when it is asked for: what is measured keeps numbers alone.
 */
export async function getShapes(actor: Actor, id: string, signal?: AbortSignal): Promise<Shapes> {
  const { scope, principal, requestId } = actor
  const known = await store.findExpectation(scope, id)
  const of = known && (await product.listFacts(scope, [known.productId])).get(known.productId)
  if (!known || !of) throw notFound('expectation')
  const ask = (await added.findAdded(scope, id))?.ask
  if (ask?.kind !== 'drift') throw invalid('Only drift compares values.', [{ path: 'id', message: 'must be of drift' }])
  const ports = await product.findPorts(scope, { productId: known.productId })
  const { port, object } = findObject(ports, ask)
  const { name } = findColumn(object, ask.column)
  const seen = { product: of.slug, port: port.name, object: object.name, columns: [name], everyRow: true }
  if ((await seesPlain(actor, seen)) !== 'plain')
    throw forbidden(`Its values are shown to those who see every row of ${port.name} and ${name} in plain.`)
  const about = { id: of.id, slug: of.slug, domainId: of.resource.domainId }
  const sides = await findSides({ actor, product: about, ports, at: now(), signal }, ask)
  if (!sides) throw notFound('snapshot to compare it with yet')
  const shapes = await count({ actor, name, sides, signal })
  await audit.record(scope, {
    actor: principal.id,
    action: 'expectation.shapes_read',
    resource: { type: 'product', id: known.productId },
    detail: { expectation: id, column: name },
    requestId,
  })
  return shapes
}

type Sides = NonNullable<Awaited<ReturnType<typeof findSides>>>
type Counting = { actor: Actor; name: string; sides: Sides; signal?: AbortSignal }

async function count(of: Counting): Promise<Shapes> {
  const { name, sides } = of
  const typeIn = ({ schema }: Sides['reference']) => schema.find((column) => column.name === name)?.type
  const [was, type] = [typeIn(sides.reference), typeIn(sides.current)]
  const pair = was && type ? pairTypes(was, type) : null
  if (!pair || !type) throw invalid(`${name} is not on both sides with values of one kind.`)
  const [sizes] = await query(of, sizesSql(pair.kind, name))
  const [rows, values, finite, rowsNow, valuesNow, finiteNow, low, high, least, most, distinct] = sizes!.map(
    Number,
  ) as number[]
  const side = (rows: number, values: number, finite: number) => ({
    rows,
    nulls: rows - values,
    notNumbers: pair.kind === 'category' ? 0 : values - finite,
  })
  const found = {
    column: name,
    type,
    reference: side(rows!, values!, finite!),
    current: side(rowsNow!, valuesNow!, finiteNow!),
  }
  if (pair.kind === 'category' || distinct! <= FEW)
    return { ...found, by: 'values', bars: await valueBars(of, { was: values!, is: valuesNow! }) }
  // Where most of them are one value, the ends of all are drawn between.
  const [from, to] = high! > low! ? [low!, high!] : [least!, most!]
  return { ...found, by: 'steps', bars: await stepBars(of, pair.kind, [from, to]) }
}

async function stepBars(of: Counting, kind: Kind, [low, high]: [number, number]): Promise<Shapes['bars']> {
  const steps = niceSteps(kind, low, high)
  const counted = new Map((await query(of, stepsSql(kind, of.name, steps))).map(([at, ...both]) => [Number(at), both]))
  return Array.from({ length: steps.count }, (_, n) => {
    const at = steps.from + n * steps.step
    const [reference, current] = counted.get(n) ?? [0, 0]
    const label = kind === 'moment' ? new Date(at * 1000).toISOString() : String(Number(at.toPrecision(6)))
    return { label, reference: Number(reference), current: Number(current) }
  })
}

async function valueBars(of: Counting, { was, is }: { was: number; is: number }): Promise<Shapes['bars']> {
  const bars = (await query(of, valuesSql(of.name))).map(([label, a, b]) => ({
    label: String(label).slice(0, 200),
    reference: Number(a),
    current: Number(b),
  }))
  const rest = {
    label: null,
    reference: was - bars.reduce((sum, { reference }) => sum + reference, 0),
    current: is - bars.reduce((sum, { current }) => sum + current, 0),
  }
  return rest.reference > 0 || rest.current > 0 ? [...bars, rest] : bars
}

async function query({ actor, sides, signal }: Counting, sql: string) {
  const views = [
    { ...sides.reference.view, name: ['reference'] },
    { ...sides.current.view, name: ['current'] },
  ]
  return (await compute.query({ org: actor.scope.orgId, views, sql, signal, deadlineMs })).rows
}

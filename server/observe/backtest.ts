import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { AppError, invalid, notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { AddedAsk, Backtest } from './added-schema'
import * as added from './added-store'
import { judgeAdded } from './judge-added'
import type { Past } from './learn-band'
import { listMoments, type Moment } from './list-moments'
import { measureAsk } from './measure-ask'
import * as measurements from './measurement-store'
import type { Measured, Watching } from './monitors/watching'
import { isByTheClock } from './schedule'
import * as store from './store'

const YEAR = 365 * 86_400_000 // ms
/** All of one backtest, in ms; what was not reached by then is not told. */
const deadlineMs = 120_000
const MOST = 2_000 // measurements

type Ask = { id: string; from?: string; to?: string }
type Span = { from: Date; to: Date }
type Point = Backtest['points'][number]

/**
 * What an expectation would have said of the past: of each kept snapshot, of each day of a column of times, or where neither tells of
 * it, of what was measured then, held against what it asks now. Rows are read by the right of whoever asks. Nothing is written.
 */
export async function backtest(actor: Actor, { id, from, to }: Ask, signal?: AbortSignal): Promise<Backtest> {
  const { scope } = actor
  const span = spanOf(from, to)
  const known = await store.findExpectation(scope, id)
  if (!known) throw notFound('expectation')
  const one = await added.findAdded(scope, id)
  const ends = AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])])
  const days = from || to ? span : null
  const past = one && (await ofRows(actor, one, { span, days }, ends))
  const { points, ...how } = past ?? (await ofMeasured(scope, { id, one }, span))
  const faults = await added.listFaults(scope, { id, ...span })
  const fired = points.filter((point) => point.fired)
  const wereIncidents = fired.filter(({ at }) => faults.some((fault) => within(new Date(at), fault))).length
  return { points, fired: fired.length, wereIncidents, ...how }
}

const within = (at: Date, { from, to }: { from: Date; to: Date | null }) => at >= from && (to === null || at <= to)

function spanOf(from?: string, to?: string): Span {
  const end = to ? new Date(to) : now()
  const begin = from ? new Date(from) : new Date(end.getTime() - YEAR)
  if (begin > end)
    throw invalid('The span ends before it begins.', [{ path: 'from', message: 'must not be after "to"' }])
  return { from: begin, to: end }
}

/** Measured anew at each moment of the past that rows are kept of; null where rows tell nothing of it. */
type Wanted = { span: Span; days: Span | null }
async function ofRows(actor: Actor, one: added.Added, wanted: Wanted, signal: AbortSignal) {
  const { scope } = actor
  const ports = await product.findPorts(scope, { productId: one.productId })
  const facts = (await product.listFacts(scope, [one.productId])).get(one.productId)
  const found = await listMoments(scope, { ask: one.ask, ports, ...wanted, signal })
  if (!found || !facts) return null
  const about = { id: facts.id, slug: facts.slug, domainId: facts.resource.domainId }
  const points: Point[] = []
  const values: Past[] = []
  for (const moment of found.moments) {
    if (signal.aborted) return { points, over: found.over, truncated: true }
    const of = { actor, product: about, signal, ...moment }
    const point = await pointOf(one, of, moment, values)
    if (point.value !== null && !point.fired) values.push({ at: moment.at, value: point.value })
    points.push(point)
  }
  return { points, over: found.over, truncated: found.truncated }
}

async function pointOf(one: added.Added, of: Watching, { at }: Moment, values: readonly Past[]): Promise<Point> {
  const measured = await measureAsk(of, one.ask).catch((error: unknown): Measured => {
    if (error instanceof AppError) return { value: null, detail: error.message.slice(0, 1_000) }
    throw error
  })
  return toPoint(judgeAdded(one, measured, values, at), at)
}

type Judged = { value: number | null; low: number | null; high: number | null; state: string; detail: string | null }
const toPoint = ({ value, low, high, state, detail }: Judged, at: Date): Point => ({
  at: at.toISOString(),
  value,
  ...(low !== null && { low }),
  ...(high !== null && { high }),
  fired: state === 'broken',
  ...(detail !== null && value === null && { detail }),
})

/** What was measured then; of what was added, held against its band of now. */
async function ofMeasured(scope: OrgScope, { id, one }: { id: string; one: added.Added | null }, { from, to }: Span) {
  const rows = await measurements.listMeasurements(scope, { ids: [id], from, to, take: MOST })
  const values: Past[] = []
  const points = rows.map((row) => {
    const at = new Date(row.at)
    if (!one) return toPoint(row, at)
    const measured = { value: row.value, band: bandNow(one.ask, row), detail: row.detail ?? undefined }
    const point = toPoint(judgeAdded(one, measured, values, at), at)
    if (row.value !== null && !point.fired) values.push({ at, value: row.value })
    return point
  })
  return { points, over: 'measurements' as const, truncated: rows.length === MOST }
}

/** What a kind holds its values against where it has no band of its own. */
const bandNow = (ask: AddedAsk, { low, high }: { low: number | null; high: number | null }) =>
  isByTheClock(ask.kind) ? { ...(low !== null && { low }), ...(high !== null && { high }) } : undefined

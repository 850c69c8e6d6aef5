import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import type { Port, PortObject } from '@/server/product'
import type { AddedAsk, Backtest } from './added-schema'
import { findObject } from './monitors/find-object'
import { listDays } from './monitors/list-days'
import { isByTheClock } from './schedule'

/** Moments that one backtest tries, and days: each of those reads the rows of its window, and the reference again. */
const MOST = 120
const MOST_DAYS = 60
const PAGE = 200

/** A product as it stood at some time: its ports with the snapshots of then, or with rows up to a day. */
export type Moment = {
  at: Date
  ports: readonly Port[]
  until?: Date
  instead?: ReadonlyMap<string, { storageKey: string; snapshot: string; hash: string }>
}
type Span = { from: Date; to: Date }
/** `days`: the days that are wanted, where somebody named them; those of rows may lie long before those of snapshots. */
type Ask = { ask: AddedAsk; ports: readonly Port[]; span: Span; days: Span | null; signal: AbortSignal }
type Found = { moments: Moment[]; over: Exclude<Backtest['over'], 'measurements'>; truncated: boolean }

/** The moments of the past that rows tell of, the oldest first; null for what rows do not tell of. */
export async function listMoments(
  scope: OrgScope,
  { ask, ports, span, days: wanted, signal }: Ask,
): Promise<Found | null> {
  if (ask.kind === 'drift' && typeof ask.reference === 'object') {
    const { object } = findObject(ports, ask)
    const days = await listDays(scope, { object, by: ask.by, most: MOST_DAYS, signal, between: wanted })
    const ends = days.map((day) => new Date(day.getTime() + 86_400_000))
    return {
      moments: ends.map((until, n) => ({ at: days[n]!, ports, until })),
      over: 'days',
      truncated: days.length === MOST_DAYS,
    }
  }
  if (isByTheClock(ask.kind)) return null
  return bySnapshots(scope, ports, ask.port, span)
}

type Kept = { object: PortObject; port: string; snapshot: ingestion.Snapshot }

/** Each kept snapshot of what the port shows is a moment; of other objects, what stood then. */
async function bySnapshots(
  scope: OrgScope,
  ports: readonly Port[],
  named: string | undefined,
  span: Span,
): Promise<Found> {
  const kept: Kept[] = []
  for (const { name, objects } of ports.filter((port) => named === undefined || port.name === named))
    for (const object of objects)
      for (const snapshot of await listKept(scope, object)) kept.push({ object, port: name, snapshot })
  const times = [...new Set(kept.map(({ snapshot }) => snapshot.createdAt))].sort()
  const wanted = times.filter((time) => new Date(time) >= span.from && new Date(time) <= span.to)
  const moments = wanted.slice(-MOST).map((time) => asOf(ports, kept, time))
  return { moments, over: 'snapshots', truncated: wanted.length > MOST }
}

async function listKept(scope: OrgScope, { snapshotId }: PortObject): Promise<ingestion.Snapshot[]> {
  const { assetId } = await ingestion.getSnapshot(scope, snapshotId)
  const { items } = await ingestion.listSnapshots(scope, assetId, { limit: PAGE })
  return Promise.all(items.filter(({ state }) => state === 'current').map(({ id }) => ingestion.getSnapshot(scope, id)))
}

function asOf(ports: readonly Port[], kept: readonly Kept[], time: string): Moment {
  const instead = new Map<string, { storageKey: string; snapshot: string; hash: string }>()
  const then = ports.map((port) => ({
    ...port,
    objects: port.objects.map((object) => {
      const stood = kept
        .filter((one) => one.port === port.name && one.object.name === object.name && one.snapshot.createdAt <= time)
        .sort((a, b) => (a.snapshot.createdAt < b.snapshot.createdAt ? 1 : -1))[0]?.snapshot
      if (!stood || stood.id === object.snapshotId) return object
      const { id, storageKey, hash, rows } = stood
      instead.set(object.storageKey, { storageKey, snapshot: id, hash })
      return { ...object, snapshotId: id, storageKey, hash, rows }
    }),
  }))
  return { at: new Date(time), ports: then, instead }
}

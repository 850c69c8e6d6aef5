import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { leaseSeconds } from './lease'
import type { Page, PartState, Run, RunEvent, RunState } from './schema'

/** The queries about runs. Leases are compared by the database's clock, the one that every process shares. */

const withParts = {
  connection: { select: { name: true, domainId: true } },
  parts: { include: { asset: { select: { ref: true } } }, orderBy: { position: 'asc' } },
} as const

export type StoredRun = Omit<Run, 'rate' | 'timeLeft' | 'snapshots'> & { domainId: string; snapshotIds: string[] }

/** What the queries below answer with; written out because the parts of a run are joined by hand. */
type Row = {
  id: string
  connectionId: string
  connection: { name: string; domainId: string }
  state: string
  done: bigint
  total: bigint | null
  unit: string
  bytes: bigint
  error: string | null
  requestedBy: string
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  parts: { assetId: string; state: string; problem: string | null; snapshotId: string | null; asset: { ref: string } }[]
}

const toRun = (row: Row): StoredRun => ({
  id: row.id,
  connectionId: row.connectionId,
  connection: row.connection.name,
  domainId: row.connection.domainId,
  state: row.state as RunState,
  progress: {
    done: Number(row.done),
    ...(row.total === null ? {} : { total: Number(row.total) }),
    unit: row.unit as Run['progress']['unit'],
    bytes: Number(row.bytes),
  },
  ...(row.error === null ? {} : { error: row.error }),
  assets: row.parts.map((part) => ({
    id: part.assetId,
    ref: part.asset.ref,
    state: part.state as PartState,
    ...(part.problem === null ? {} : { problem: part.problem }),
  })),
  snapshotIds: row.parts.flatMap(({ snapshotId }) => (snapshotId ? [snapshotId] : [])),
  requestedBy: row.requestedBy,
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
})

export const findRun = (scope: OrgScope, id: string): Promise<StoredRun | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.run.findFirst({ where: { id }, include: withParts })
    return row && toRun(row)
  })

export const listRuns = (
  scope: OrgScope,
  page: { connectionId?: string; domains?: string[]; state?: RunState; cursor?: string; limit: number },
): Promise<Page<StoredRun>> =>
  withOrg(scope, async (tx) => {
    const where = {
      ...(page.connectionId && { connectionId: page.connectionId }),
      ...(page.domains && { connection: { domainId: { in: page.domains } } }),
      ...(page.state && { state: page.state }),
      ...(page.cursor && { id: { lt: page.cursor } }),
    }
    const rows = await tx.run.findMany({ where, include: withParts, orderBy: { id: 'desc' }, take: page.limit + 1 })
    const items = rows.slice(0, page.limit).map(toRun)
    return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.id : null }
  })

/** What a run's snapshots hold, without their profiles. */
export const snapshotsOf = (scope: OrgScope, ids: string[]): Promise<Run['snapshots']> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.snapshot.findMany({
      where: { id: { in: ids } },
      select: { id: true, assetId: true, rows: true, bytes: true, hash: true, asset: { select: { ref: true } } },
    })
    return rows.map(({ assetId, asset, rows: count, bytes, ...one }) => ({
      ...one,
      asset: assetId,
      ref: asset.ref,
      rows: Number(count),
      bytes: Number(bytes),
    }))
  })

export const insertRun = (
  scope: OrgScope,
  data: { connectionId: string; requestedBy: string; assetIds: string[]; createdAt: Date },
): Promise<string> =>
  withOrg(scope, async (tx) => {
    const { assetIds, ...rest } = data
    const id = newId('run')
    const { orgId } = scope
    await tx.run.create({ data: { orgId, id, state: 'queued', ...rest } })
    await tx.runAsset.createMany({
      data: assetIds.map((assetId, position) => ({ orgId, runId: id, assetId, position })),
    })
    return id
  })

/** Runs that have not ended and that nobody has worked on since a time; what lies beyond `at` is of a clock that was set back. */
export const listIdle = (scope: OrgScope, since: Date, at: Date): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.run.findMany({
      where: {
        state: { in: ['queued', 'running'] },
        AND: [
          { OR: [{ createdAt: { lt: since } }, { createdAt: { gt: at } }] },
          { OR: [{ leaseUntil: null }, { leaseUntil: { lt: since } }, { leaseUntil: { gt: beyond(at) } }] },
        ],
      },
      select: { id: true },
      orderBy: { id: 'asc' },
    })
    return rows.map(({ id }) => id)
  })

/** No lease reaches this far: one that does was taken before the clock was set back, and protects nobody. */
const beyond = (at: Date) => new Date(at.getTime() + 2 * leaseSeconds * 1000)

/** Takes a run that nobody works on, if fewer than `most` of the organisation are being worked on; false otherwise. */
export const takeLease = (
  scope: OrgScope,
  id: string,
  holder: string,
  seconds: number,
  most: number,
): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`runs ${scope.orgId}`}))`
    const taken = await tx.$executeRaw`
      update run set lease_holder = ${holder}, lease_until = now() + make_interval(secs => ${seconds}), state = 'running',
        attempt = attempt + 1, started_at = coalesce(started_at, now()), done = 0, bytes = 0
      where org_id = ${scope.orgId} and id = ${id} and state in ('queued', 'running')
        and (lease_until is null or lease_until not between now() and now() + make_interval(secs => ${2 * seconds}))
        and (select count(*) from run r where r.org_id = ${scope.orgId} and r.state = 'running'
          and r.lease_until between now() and now() + make_interval(secs => ${2 * seconds})) < ${most}`
    return taken === 1
  })

type Progress = { done: number; total: number | null; unit: Run['progress']['unit']; bytes: number }
/** Keeps a lease and notes how far the work is; null once another holds it or the run has ended. */
export const renewLease = (
  scope: OrgScope,
  id: string,
  holder: string,
  seconds: number,
  at: Progress,
): Promise<{ cancelAsked: boolean } | null> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.$queryRaw<{ cancel_asked: boolean }[]>`
      update run set lease_until = now() + make_interval(secs => ${seconds}), done = ${BigInt(Math.round(at.done))},
        total = ${at.total === null ? null : BigInt(Math.round(at.total))}, unit = ${at.unit}, bytes = ${BigInt(Math.round(at.bytes))}
      where org_id = ${scope.orgId} and id = ${id} and lease_holder = ${holder} and state = 'running'
      returning cancel_asked`
    return rows[0] ? { cancelAsked: rows[0].cancel_asked } : null
  })

/** Holds the run's row to the end of the transaction, if it is still the holder's: what is written with it is written once. */
export const holdsLease = (scope: OrgScope, id: string, holder: string): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.$queryRaw<unknown[]>`
      select 1 from run where org_id = ${scope.orgId} and id = ${id} and lease_holder = ${holder} and state = 'running'
      for update`
    return rows.length === 1
  })

/** Ends a run in one of the states it may end from; false if it is in none of them. */
export const endRun = (
  scope: OrgScope,
  id: string,
  to: { state: RunState; error?: string; at: Date; from: RunState[]; holder?: string },
): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const ended = await tx.run.updateMany({
      where: { id, state: { in: to.from }, ...(to.holder && { leaseHolder: to.holder }) },
      data: { state: to.state, error: to.error ?? null, endedAt: to.at, leaseHolder: null, leaseUntil: null },
    })
    return ended.count === 1
  })

export const askCancel = (scope: OrgScope, id: string): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.run.updateMany({ where: { id }, data: { cancelAsked: true } })))

export const putPart = (
  scope: OrgScope,
  key: { runId: string; assetId: string },
  data: { state: PartState; snapshotId?: string | null; problem?: string | null },
): Promise<void> => withOrg(scope, async (tx) => void (await tx.runAsset.updateMany({ where: key, data })))

/** Held copies of an asset from other runs; they are replaced once a newer one is current. */
export const heldParts = (scope: OrgScope, runId: string): Promise<{ assetId: string; snapshotId: string }[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.runAsset.findMany({ where: { runId, state: 'held', snapshotId: { not: null } } })
    return rows.map(({ assetId, snapshotId }) => ({ assetId, snapshotId: snapshotId! }))
  })

/** Assets of items that were not believed to have lost so much. */
export const heldOfItems = (scope: OrgScope, runId: string): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.runAsset.findMany({ where: { runId, state: 'held', snapshotId: null } })
    return rows.map(({ assetId }) => assetId)
  })

/** Adds a line to a run's log; the run's row orders the writers. */
export const addEvent = (
  scope: OrgScope,
  runId: string,
  event: { level: RunEvent['level']; message: string; at: Date },
): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.$queryRaw`select 1 from run where org_id = ${scope.orgId} and id = ${runId} for update`
    const last = await tx.runEvent.aggregate({ where: { runId }, _max: { number: true } })
    const data = { orgId: scope.orgId, runId, number: (last._max.number ?? 0) + 1, ...event }
    await tx.runEvent.create({ data: { ...data, message: event.message.slice(0, 2_000) } })
  })

export const listEvents = (scope: OrgScope, runId: string, after: number, limit: number): Promise<RunEvent[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.runEvent.findMany({
      where: { runId, number: { gt: after } },
      orderBy: { number: 'asc' },
      take: limit,
    })
    return rows.map(({ number, at, level, message }) => ({
      number,
      at: at.toISOString(),
      level: level as RunEvent['level'],
      message,
    }))
  })

/** Refs of those of a connection's assets that are among the given ones, or that some of the given snapshots are of. */
export const refsOf = (
  scope: OrgScope,
  connectionId: string,
  { snapshots, assets }: { snapshots: string[]; assets: string[] },
): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const where = { connectionId, OR: [{ id: { in: assets } }, { snapshots: { some: { id: { in: snapshots } } } }] }
    return (await tx.asset.findMany({ where, select: { ref: true }, orderBy: { ref: 'asc' } })).map(({ ref }) => ref)
  })

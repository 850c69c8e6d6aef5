import type { Prisma } from '@/prisma/generated/client'
import type { Found } from '@/server/connectors'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { Asset, AssetHead, Column, Difference, Profile, Snapshot, SnapshotHead } from './schema'

/** Connections, assets and snapshots: every query about them. */
const iso = (date: Date | null): string | null => date?.toISOString() ?? null
const json = (value: unknown) => value as Prisma.InputJsonValue
const number = (value: bigint | null): number | null => (value === null ? null : Number(value))

const withParts = {
  schedule: true,
  secret: { select: { connectionId: true } },
  _count: { select: { assets: { where: { goneAt: null } } } },
} as const satisfies Prisma.ConnectionInclude
type ConnectionRow = Prisma.ConnectionGetPayload<{ include: typeof withParts }>

const toConnection = (row: ConnectionRow) => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  domainId: row.domainId,
  config: row.config as Record<string, unknown>,
  hasSecrets: row.secret !== null,
  state: row.state as 'new' | 'ready' | 'failing',
  problem: row.problem,
  schedule: row.schedule?.cron ?? null,
  nextSyncAt: iso(row.schedule?.nextAt ?? null),
  assets: row._count.assets,
  discoveredAt: iso(row.discoveredAt),
  discoverCursor: row.discoverCursor,
  discoverSince: row.discoverSince,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
export type StoredConnection = ReturnType<typeof toConnection>

export const findConnection = (scope: OrgScope, where: { id: string } | { name: string }) =>
  withOrg(scope, async (tx) => {
    const row = await tx.connection.findFirst({ where, include: withParts })
    return row && toConnection(row)
  })

export const listConnections = (scope: OrgScope, page: { domains?: string[]; cursor?: string; limit: number }) =>
  withOrg(scope, async (tx) => {
    const where = {
      ...(page.domains && { domainId: { in: page.domains } }),
      ...(page.cursor && { id: { gt: page.cursor } }),
    }
    const rows = await tx.connection.findMany({
      where,
      include: withParts,
      orderBy: { id: 'asc' },
      take: page.limit + 1,
    })
    return pageOf(rows.map(toConnection), page.limit)
  })

/** Cuts the one row too many that tells whether there is more. */
function pageOf<T extends { id: string }>(items: T[], limit: number): { items: T[]; nextCursor: string | null } {
  const shown = items.slice(0, limit)
  return { items: shown, nextCursor: items.length > limit ? shown.at(-1)!.id : null }
}

export const insertConnection = (
  scope: OrgScope,
  data: { kind: string; name: string; domainId: string; config: unknown; createdBy: string },
): Promise<string> =>
  withOrg(scope, async (tx) => {
    const id = newId('connection')
    await tx.connection.create({ data: { orgId: scope.orgId, id, ...data, config: json(data.config) } })
    return id
  })

type ConnectionFields = {
  name?: string
  config?: unknown
  state?: string
  problem?: string | null
  updatedAt?: Date
  discoveredAt?: Date
  discoverCursor?: string | null
  discoverSince?: Date | null
}
export const updateConnection = (scope: OrgScope, id: string, { config, ...data }: ConnectionFields): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.connection.updateMany({
      where: { id },
      data: { ...data, ...(config !== undefined && { config: json(config) }) },
    })
  })

export const deleteConnection = (scope: OrgScope, id: string): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.connection.deleteMany({ where: { id } })))

export const putSecret = (scope: OrgScope, connectionId: string, sealed: string | null, at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.connectionSecret.deleteMany({ where: { connectionId } })
    if (sealed !== null)
      await tx.connectionSecret.create({ data: { orgId: scope.orgId, connectionId, sealed, updatedAt: at } })
  })

export const listSecrets = (scope: OrgScope): Promise<{ connectionId: string; sealed: string }[]> =>
  withOrg(scope, (tx) => tx.connectionSecret.findMany({ select: { connectionId: true, sealed: true } }))

export const findSecret = (scope: OrgScope, connectionId: string): Promise<string | null> =>
  withOrg(scope, async (tx) => (await tx.connectionSecret.findFirst({ where: { connectionId } }))?.sealed ?? null)

export const putSchedule = (scope: OrgScope, connectionId: string, next: { cron: string; nextAt: Date } | null) =>
  withOrg(scope, async (tx) => {
    await tx.schedule.deleteMany({ where: { connectionId } })
    if (next) await tx.schedule.create({ data: { orgId: scope.orgId, connectionId, ...next } })
  })

/** Moves a schedule on from one time to the next; false when another did, or it was changed meanwhile. */
export const listSchedules = (scope: OrgScope, { dueBefore }: { dueBefore: Date }) =>
  withOrg(scope, (tx) => tx.schedule.findMany({ where: { nextAt: { lt: dueBefore } }, orderBy: { nextAt: 'asc' } }))

export const moveSchedule = (scope: OrgScope, connectionId: string, from: Date, to: Date): Promise<boolean> =>
  withOrg(
    scope,
    async (tx) =>
      (await tx.schedule.updateMany({ where: { connectionId, nextAt: from }, data: { nextAt: to } })).count === 1,
  )

/** What only one asset by itself is shown with; a source's table may have a thousand columns. */
const omit = { columns: true, keys: true } as const
const toHead = (row: Prisma.AssetGetPayload<{ omit: typeof omit }>): AssetHead => ({
  id: row.id,
  ref: row.ref,
  kind: row.kind,
  name: row.name,
  description: row.description,
  rows: number(row.rows),
  bytes: number(row.bytes),
  latestSnapshot: row.latestId,
  syncedAt: iso(row.syncedAt),
  gone: row.goneAt !== null,
})
const withConnection = { connection: { select: { name: true, domainId: true } } } as const

export const findAsset = (
  scope: OrgScope,
  where: { id: string } | { ref: string; connection: { name: string } },
): Promise<Asset | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.asset.findFirst({ where, include: withConnection })
    if (!row) return null
    return {
      ...toHead(row),
      connectionId: row.connectionId,
      connection: row.connection.name,
      domainId: row.connection.domainId,
      columns: row.columns as Asset['columns'],
      keys: row.keys as Asset['keys'],
      cursorColumn: row.cursorColumn,
      position: row.position,
      completeAt: iso(row.completeAt),
    }
  })

export const listAssets = (
  scope: OrgScope,
  connectionId: string,
  page: { q?: string; refs?: string[]; synced?: boolean; cursor?: string; limit: number },
) =>
  withOrg(scope, async (tx) => {
    const where: Prisma.AssetWhereInput = {
      connectionId,
      ref: page.refs ? { in: page.refs } : page.q ? { contains: page.q, mode: 'insensitive' } : undefined,
      ...(page.synced ? { syncedAt: { not: null } } : page.refs ? {} : { goneAt: null }),
      ...(page.cursor ? { AND: { ref: { gt: page.cursor } } } : {}),
    }
    const rows = await tx.asset.findMany({ where, omit, orderBy: { ref: 'asc' }, take: page.limit + 1 })
    const items = rows.slice(0, page.limit).map(toHead)
    return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.ref : null }
  })

export const countSynced = (scope: OrgScope, connectionIds: string[]): Promise<Map<string, number>> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.asset.groupBy({
      by: ['connectionId'],
      where: { connectionId: { in: connectionIds }, syncedAt: { not: null } },
      _count: true,
    })
    return new Map(rows.map((row) => [row.connectionId, row._count]))
  })

/** Writes a page of what a source shows; what was known keeps its id and its copies. */
export const putAssets = (
  scope: OrgScope,
  connectionId: string,
  found: readonly Found[],
  seenAt: Date,
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const known = await tx.asset.findMany({
      where: { connectionId, ref: { in: found.map(({ ref }) => ref) } },
      select: { id: true, ref: true },
    })
    const ids = new Map(known.map(({ id, ref }) => [ref, id]))
    const data = (one: Found) => ({
      kind: one.kind,
      name: one.name,
      description: one.description ?? '',
      columns: json(one.columns),
      keys: json(one.keys),
      seenAt,
      goneAt: null,
      ...(one.bytes === undefined ? {} : { bytes: BigInt(Math.round(one.bytes)) }),
      ...(one.rows === undefined ? {} : { rows: BigInt(Math.round(one.rows)) }),
    })
    const firstOf = ({ ref, cursor }: Found) => ({ ref, cursorColumn: cursor ?? null })
    await tx.asset.createMany({
      data: found
        .filter(({ ref }) => !ids.has(ref))
        .map((one) => ({ ...data(one), orgId: scope.orgId, id: newId('asset'), connectionId, ...firstOf(one) })),
    })
    for (const one of found) {
      const id = ids.get(one.ref)
      if (id) await tx.asset.updateMany({ where: { id }, data: data(one) })
    }
  })

export const markGone = (scope: OrgScope, connectionId: string, before: Date, at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.asset.updateMany({ where: { connectionId, seenAt: { lt: before }, goneAt: null }, data: { goneAt: at } })
  })

export const updateAsset = (scope: OrgScope, id: string, data: Prisma.AssetUncheckedUpdateManyInput): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.asset.updateMany({ where: { id }, data })))

const head = {
  id: true,
  assetId: true,
  runId: true,
  hash: true,
  rows: true,
  bytes: true,
  state: true,
  difference: true,
  createdAt: true,
} as const
const toSnapshotHead = (row: Prisma.SnapshotGetPayload<{ select: typeof head }>): SnapshotHead => ({
  ...row,
  rows: Number(row.rows),
  bytes: Number(row.bytes),
  state: row.state as SnapshotHead['state'],
  difference: row.difference as Difference,
  createdAt: row.createdAt.toISOString(),
})

export const findSnapshot = (scope: OrgScope, id: string): Promise<Snapshot | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.snapshot.findFirst({ where: { id } })
    if (!row) return null
    const { orgId: _, schema, profile, storageKey, position, ...rest } = row
    return {
      ...toSnapshotHead(rest),
      storageKey,
      position,
      schema: schema as Column[],
      profile: profile as unknown as Profile,
    }
  })

export const listSnapshots = (scope: OrgScope, assetId: string, page: { cursor?: string; limit: number }) =>
  withOrg(scope, async (tx) => {
    const where = { assetId, ...(page.cursor && { id: { lt: page.cursor } }) }
    const rows = await tx.snapshot.findMany({ where, select: head, orderBy: { id: 'desc' }, take: page.limit + 1 })
    return pageOf(rows.map(toSnapshotHead), page.limit)
  })

export const insertSnapshot = (
  scope: OrgScope,
  data: Omit<Snapshot, 'id' | 'createdAt'> & { createdAt: Date },
): Promise<string> =>
  withOrg(scope, async (tx) => {
    const id = newId('snapshot')
    const { schema, profile, difference, ...rest } = data
    const own = { ...rest, schema: json(schema), profile: json(profile), difference: json(difference) }
    await tx.snapshot.create({ data: { orgId: scope.orgId, id, ...own } })
    return id
  })

export const updateSnapshot = (scope: OrgScope, id: string, data: { state: string }): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.snapshot.updateMany({ where: { id }, data })))

/** Forgets snapshots; the answer is the storage keys that no snapshot of the organisation names any more. */
export const deleteSnapshots = (scope: OrgScope, ids: string[]): Promise<string[]> =>
  withOrg(scope, async (tx) => {
    const going = await tx.snapshot.findMany({ where: { id: { in: ids } }, select: { storageKey: true } })
    await tx.snapshot.deleteMany({ where: { id: { in: ids } } })
    const keys = going.map(({ storageKey }) => storageKey)
    const left = await tx.snapshot.findMany({ where: { storageKey: { in: keys } }, select: { storageKey: true } })
    const kept = new Set(left.map(({ storageKey }) => storageKey))
    return [...new Set(keys)].filter((key) => !kept.has(key))
  })

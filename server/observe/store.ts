import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, type Tx, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import type { Place } from '@/server/platform/place'
import type { Found } from './look'
import { usual } from './schedule'
import type {
  Expectation,
  ExpectationKind,
  IncidentEventKind,
  IncidentState,
  MeasurementState,
  Resolution,
  Severity,
} from './schema'

type Row = Awaited<ReturnType<Tx['incident']['findMany']>>[number]
export type StoredIncident = Omit<Row, 'orgId' | 'state' | 'severity' | 'resolvedAs'> & {
  state: IncidentState
  severity: Severity
  resolvedAs: Resolution | null
}
const toIncident = ({ orgId: _, ...row }: Row): StoredIncident => ({
  ...row,
  state: row.state as IncidentState,
  severity: row.severity as Severity,
  resolvedAs: row.resolvedAs as Resolution | null,
})

/**
 * Holds a product's watch for this transaction, so that looks at it come one after the other. How far its checks were taken over, and
 * whether none ever was.
 */
export const holdWatched = (scope: OrgScope, productId: string): Promise<{ checkedAt: Date; isNew: boolean }> =>
  withOrg(scope, async (_, sql) => {
    const [row] = await sql<{ checkedAt: Date }>`insert into watched (org_id, product_id, checked_at)
      values (${scope.orgId}, ${productId}, 'epoch') on conflict (org_id, product_id) do update set product_id = excluded.product_id
      returning checked_at as "checkedAt"`
    return { checkedAt: row!.checkedAt, isNew: row!.checkedAt.getTime() === 0 }
  })

export const moveWatched = (scope: OrgScope, productId: string, at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.watched.update({ where: { orgId_productId: { orgId: scope.orgId, productId } }, data: { checkedAt: at } })
  })

/** Writes the promises as they are now; answers each key's id, and the incident it stands under. */
export const putExpectations = (
  scope: OrgScope,
  productId: string,
  found: readonly Found[],
  at: Date,
): Promise<Map<string, { id: string; incidentId: string | null; mutedUntil: Date | null }>> =>
  withOrg(scope, async (_, sql) => {
    const of = <K extends keyof Found>(key: K) => found.map((one) => one[key])
    const ids = found.map(() => newId('expectation'))
    const rows = await sql<{ key: string; id: string; incidentId: string | null; mutedUntil: Date | null }>`
      insert into expectation (org_id, id, product_id, key, port, object, "column", kind, title, expected, severity, created_at)
      select ${scope.orgId}, t.*, ${at} from (select u.id, ${productId}::text, u.key, u.port, u.object, u."column", u.kind, u.title, u.expected, u.severity
        from unnest(${ids}::text[], ${of('key')}::text[], ${of('port')}::text[], ${of('object')}::text[], ${of('column')}::text[],
          ${of('kind')}::text[], ${of('title')}::text[], ${of('expected')}::text[], ${of('severity')}::text[])
          as u (id, key, port, object, "column", kind, title, expected, severity)) t
      on conflict (org_id, product_id, key) do update set (port, object, "column", kind, title, expected, severity, gone_at) =
        row (excluded.port, excluded.object, excluded."column", excluded.kind, excluded.title, excluded.expected, excluded.severity, null)
      returning key, id, incident_id as "incidentId", muted_until as "mutedUntil"`
    return new Map(rows.map(({ key, ...rest }) => [key, rest]))
  })

/** Of a port's promises of these kinds, those that are made no more; each leaves the incident it stood under. */
export const dropExpectations = (
  scope: OrgScope,
  of: { productId: string; port: string; kinds: readonly ExpectationKind[]; kept: readonly string[] },
  at: Date,
): Promise<void> =>
  withOrg(scope, async (tx) => {
    const { productId, port, kinds, kept } = of
    const where = {
      orgId: scope.orgId,
      productId,
      port,
      kind: { in: [...kinds] },
      key: { notIn: [...kept] },
      source: 'contract',
      goneAt: null,
    }
    await tx.expectation.updateMany({ where, data: { goneAt: at, incidentId: null } })
  })

/** The promises of ports that are there no more go; each, and what was added about them, leaves the incident it stood under. */
export const dropPorts = (scope: OrgScope, productId: string, kept: readonly string[], at: Date): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, productId, port: { notIn: [...kept] }, source: 'contract', goneAt: null }
    await tx.expectation.updateMany({ where, data: { goneAt: at, incidentId: null } })
    const still = kept.length > 0 ? [...kept, ''] : []
    const added = { orgId: scope.orgId, productId, port: { notIn: still }, source: 'added', incidentId: { not: null } }
    await tx.expectation.updateMany({ where: added, data: { incidentId: null } })
  })

export const findByCause = (scope: OrgScope, productId: string, causeKey: string): Promise<StoredIncident | null> =>
  withOrg(scope, async (tx) => {
    const where = { orgId_productId_causeKey: { orgId: scope.orgId, productId, causeKey } }
    const row = await tx.incident.findUnique({ where })
    return row && toIncident(row)
  })

export const findIncident = (scope: OrgScope, id: string): Promise<StoredIncident | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.incident.findUnique({ where: { orgId_id: { orgId: scope.orgId, id } } })
    return row && toIncident(row)
  })

export const findIncidents = (scope: OrgScope, ids: readonly string[]): Promise<StoredIncident[]> =>
  withOrg(scope, async (tx) => {
    return (await tx.incident.findMany({ where: { orgId: scope.orgId, id: { in: [...ids] } } })).map(toIncident)
  })

/** Incidents that somebody has to look after, or that are quiet, and which no promise stands under any more. */
export const listFreed = (scope: OrgScope, productId: string): Promise<StoredIncident[]> =>
  withOrg(scope, async (tx) => {
    const standing = { OR: [{ state: { not: 'resolved' } }, { quiet: true }] }
    const where = { orgId: scope.orgId, productId, ...standing, expectations: { none: {} } }
    return (await tx.incident.findMany({ where })).map(toIncident)
  })

export const insertIncident = (scope: OrgScope, row: StoredIncident): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.incident.create({ data: { ...row, orgId: scope.orgId } })
  })

type Change = Partial<Omit<StoredIncident, 'id' | 'productId' | 'causeKey'>>
/** Changes an incident that is in the state it was read in; false where it is no more. */
export const changeIncident = (scope: OrgScope, id: string, from: IncidentState, data: Change): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    return (await tx.incident.updateMany({ where: { orgId: scope.orgId, id, state: from }, data })).count > 0
  })

export const addEvent = (
  scope: OrgScope,
  event: { incidentId: string; kind: IncidentEventKind; by: string; note: string | null; at: Date } & {
    since?: Date
    noticedAt?: Date
    resolvedAs?: Resolution
  },
): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.incidentEvent.create({ data: { ...event, orgId: scope.orgId, id: newId('event') } })
  })

export const listEvents = (scope: OrgScope, incidentId: string) =>
  withOrg(scope, async (tx) => {
    const rows = await tx.incidentEvent.findMany({
      where: { orgId: scope.orgId, incidentId },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
    return rows.map(({ kind, by, note, at }) => ({ kind: kind as IncidentEventKind, by, note, at }))
  })

/** Puts promises under an incident, or under none. */
export const attach = (scope: OrgScope, ids: readonly string[], incidentId: string | null): Promise<void> =>
  withOrg(scope, async (tx) => {
    if (ids.length === 0) return
    await tx.expectation.updateMany({ where: { orgId: scope.orgId, id: { in: [...ids] } }, data: { incidentId } })
  })

type Filter = { states?: readonly IncidentState[]; productIds?: readonly string[] }
/** Incidents, those seen last first. */
export const listIncidents = (
  scope: OrgScope,
  { states, productIds }: Filter,
  page: { after: Place; take: number },
): Promise<StoredIncident[]> =>
  withOrg(scope, async (tx) => {
    const { after, take } = page
    const beyond = after
      ? { lastSeenAt: { lte: after.at }, OR: [{ lastSeenAt: { lt: after.at } }, { id: { gt: after.id } }] }
      : {}
    const where: Prisma.IncidentWhereInput = {
      orgId: scope.orgId,
      ...(productIds && { productId: { in: [...productIds] } }),
      ...(states && { state: { in: [...states] } }),
      AND: beyond,
    }
    const orderBy = [{ lastSeenAt: 'desc' as const }, { id: 'asc' as const }]
    return (await tx.incident.findMany({ where, orderBy, take })).map(toIncident)
  })

/** As it is stored: `muted` and `excepted` tell who by id, and may have ended; an owner of its own by id, or none. */
export type StoredExpectation = Omit<Expectation, 'imprecise' | 'ownerName'> & { productId: string }

/** What is promised of a product, or what stands under an incident, with how each stood last. */
export const listExpectations = (
  scope: OrgScope,
  of: { productId: string } | { incidentId: string } | { id: string },
): Promise<StoredExpectation[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, goneAt: null, ...of }
    const orderBy = [{ port: 'asc' as const }, { key: 'asc' as const }]
    const rows = await tx.expectation.findMany({ where, orderBy })
    return rows.map((row) => ({
      id: row.id,
      productId: row.productId,
      port: row.port,
      object: row.object,
      column: row.column,
      kind: row.kind as ExpectationKind,
      title: row.title,
      expected: row.expected,
      severity: row.severity as Severity,
      source: row.source as Expectation['source'],
      schedule: row.schedule ?? usual(row.kind as ExpectationKind),
      owner: row.ownerId ?? '',
      live: row.live,
      last: row.lastAt && {
        at: row.lastAt.toISOString(),
        value: row.lastValue,
        state: row.lastState as MeasurementState,
      },
      muted: row.mutedUntil && {
        until: row.mutedUntil.toISOString(),
        why: row.mutedWhy ?? '',
        by: row.mutedBy ?? '',
      },
      excepted: row.exceptedUntil && {
        until: row.exceptedUntil.toISOString(),
        why: row.exceptedWhy ?? '',
        by: row.exceptedBy ?? '',
      },
    }))
  })

/** What a promise is of, and what it is; null for one that is not there. */
export const findExpectation = (
  scope: OrgScope,
  id: string,
): Promise<{ id: string; productId: string; key: string; port: string; kind: ExpectationKind } | null> =>
  withOrg(scope, async (tx) => {
    const where = { orgId_id: { orgId: scope.orgId, id } }
    const select = { id: true, productId: true, key: true, port: true, kind: true }
    const row = await tx.expectation.findUnique({ where, select })
    return row && { ...row, kind: row.kind as ExpectationKind }
  })

import type { Prisma } from '@/prisma/generated/client'
import { type OrgScope, withOrg } from '@/server/platform/db'
import type { Format, QueryRun, Receipt, Source } from './schema'

type Row = Prisma.QueryRunGetPayload<object>

const shape = (row: Row): QueryRun => ({
  id: row.id,
  sql: row.sql,
  purpose: row.purpose,
  format: row.format as Format,
  state: row.state as QueryRun['state'],
  startedAt: row.startedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  rows: row.rows === null ? null : Number(row.rows),
  took: row.tookMs,
  error: row.error,
  receipt: row.receiptId,
})

type NewRun = {
  id: string
  principalId: string
  sql: string
  purpose: string | null
  format: Format | 'number'
  startedAt: Date
}

/** A statement that began, and the grants it stands on; written again, it stays as it was. */
export const insertRun = (scope: OrgScope, run: NewRun, grants: readonly string[]) =>
  withOrg(scope, async (_, sql) => {
    const { orgId } = scope
    const { id, principalId, purpose, format, startedAt } = run
    await sql`with run as (
        insert into query_run (org_id, id, principal_id, sql, purpose, format, state, started_at)
          values (${orgId}, ${id}, ${principalId}, ${run.sql}, ${purpose}, ${format}, 'running', ${startedAt})
          on conflict do nothing)
      insert into query_grant (org_id, grant_id, query_id, at)
        select ${orgId}, held, ${id}, ${startedAt} from unnest(${[...new Set(grants)]}::text[]) held
        on conflict do nothing`
  })

/** How often each of these grants was used since a moment, and when last ever. */
export const listUse = (scope: OrgScope, grantIds: string[], since: Date) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, grantId: { in: grantIds } }
    const by = ['grantId'] as ['grantId']
    const [ever, lately] = await Promise.all([
      tx.queryGrant.groupBy({ by, where, _max: { at: true } }),
      tx.queryGrant.groupBy({ by, where: { ...where, at: { gte: since } }, _count: true }),
    ])
    const counts = new Map(lately.map((one) => [one.grantId, one._count]))
    return new Map(ever.map((one) => [one.grantId, { lastAt: one._max.at, reads: counts.get(one.grantId) ?? 0 }]))
  })

export type Ended = { state: QueryRun['state']; endedAt: Date; rows?: number; tookMs?: number; error?: string }

/** A run that ended stays as it ended. */
export const endRun = (scope: OrgScope, id: string, ended: Ended) =>
  withOrg(scope, async (tx) => {
    await tx.queryRun.updateMany({ where: { orgId: scope.orgId, id, state: 'running' }, data: ended })
  })

/** Asks for the end of one's own running statement; false where there is none. */
export const markCancelled = (scope: OrgScope, ask: { id: string; principalId: string; at: Date }) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id: ask.id, principalId: ask.principalId, state: 'running' }
    return (await tx.queryRun.updateMany({ where, data: { cancelledAt: ask.at } })).count > 0
  })

export const listCancelled = (scope: OrgScope, ids: string[]) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id: { in: ids }, cancelledAt: { not: null } }
    return (await tx.queryRun.findMany({ where, select: { id: true } })).map((row) => row.id)
  })

export const findRun = (scope: OrgScope, principalId: string, id: string) =>
  withOrg(scope, async (tx) => {
    const row = await tx.queryRun.findFirst({ where: { orgId: scope.orgId, id, principalId } })
    return row && shape(row)
  })

export const listRuns = (scope: OrgScope, ask: { principalId: string; cursor?: string; limit: number }) =>
  withOrg(scope, async (tx) => {
    const before = ask.cursor ? { id: { lt: ask.cursor } } : {}
    // What is measured again and again in somebody's right is no statement of theirs.
    const where = { orgId: scope.orgId, principalId: ask.principalId, format: { not: 'number' }, ...before }
    // Ids sort by birth.
    return (await tx.queryRun.findMany({ where, orderBy: { id: 'desc' }, take: ask.limit })).map(shape)
  })

/** A run's receipt, and its end where it has come with it, in one statement: an answer waits for it. */
export const insertReceipt = (scope: OrgScope, principalId: string, receipt: Receipt, ended: Ended | null) =>
  withOrg(scope, async (_, sql) => {
    const { orgId } = scope
    const { id, query, at, format, purpose, sources } = receipt
    await sql`with given as (
        insert into receipt (org_id, id, principal_id, query_id, at, sql, format, purpose, sources)
          values (${orgId}, ${id}, ${principalId}, ${query}, ${new Date(at)}, ${receipt.sql}, ${format}, ${purpose}, ${JSON.stringify(sources)}::jsonb))
      update query_run set receipt_id = ${id}, state = coalesce(${ended?.state ?? null}, state), ended_at = ${ended?.endedAt ?? null},
          rows = ${ended?.rows ?? null}, took_ms = ${ended?.tookMs ?? null}
        where org_id = ${orgId} and id = ${query} and state = 'running'`
  })

/** What these receipts say was read. */
export const listSources = (scope: OrgScope, receiptIds: string[]) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id: { in: receiptIds } }
    const rows = await tx.receipt.findMany({ where, select: { id: true, sources: true } })
    return new Map(rows.map(({ id, sources }) => [id, sources as unknown as Source[]]))
  })

export const findReceipt = (scope: OrgScope, id: string) =>
  withOrg(scope, async (tx) => {
    const row = await tx.receipt.findFirst({ where: { orgId: scope.orgId, id } })
    if (!row) return null
    const receipt: Receipt = {
      id: row.id,
      query: row.queryId,
      at: row.at.toISOString(),
      sql: row.sql,
      format: row.format as Format,
      purpose: row.purpose,
      sources: row.sources as unknown as Source[],
    }
    return { principalId: row.principalId, receipt }
  })

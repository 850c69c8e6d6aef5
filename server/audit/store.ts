import type { Prisma } from '@/prisma/generated/client'
import { asRole, type OrgScope, withOrg } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import { firstOf } from '@/server/platform/pages'
import { bornWithin, withinOf } from '@/server/platform/place'
import type { Link } from './chain'
import type { Check, Entry, Filter, NewEntry } from './schema'

type Row = Prisma.AuditEntryGetPayload<object>

const toEntry = (row: Row): Entry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  action: row.action,
  resource: { type: row.resourceType, id: row.resourceId },
  detail: row.detail as Record<string, unknown> | null,
  requestId: row.requestId,
  seq: row.seq,
  prevHash: row.prevHash,
  hash: row.hash,
})

export const insert = (scope: OrgScope, entry: NewEntry, at: Date): Promise<void> =>
  withOrg(scope, async (_, sql) => {
    const id = newId('audit', at.getTime())
    const detail = entry.detail === undefined ? null : JSON.stringify(entry.detail)
    await sql`insert into audit_entry (org_id, id, at, actor, action, resource_type, resource_id, detail, request_id)
      values (${scope.orgId}, ${id}, ${at}, ${entry.actor}, ${entry.action}, ${entry.resource.type}, ${entry.resource.id},
        ${detail}::jsonb, ${entry.requestId ?? null})`
  })

const matching = ({ actor, action, from, to }: Filter): Prisma.AuditEntryWhereInput => ({
  ...(actor && { actor }),
  // The range is where an index is entered: what begins so lies within it.
  ...(action && { action: withinOf(action), OR: [{ action }, { action: { startsWith: `${action}.` } }] }),
  at: { gte: from && new Date(from), lte: to && new Date(to) },
  AND: { id: bornWithin('audit', { from, to }) },
})

/** A resource is named by its kind or its id. Each is a list of its own that an index has in order; both at once would be read whole. */
const named = ({ resource }: Filter): Prisma.AuditEntryWhereInput[] =>
  resource ? [{ resourceType: resource }, { resourceId: resource }] : [{}]

/** Entries by birth, from after `cursor`; ids sort by birth. */
export const page = (
  scope: OrgScope,
  filter: Filter,
  { cursor, limit, order }: { cursor?: string; limit: number; order: 'asc' | 'desc' },
): Promise<Entry[]> =>
  withOrg(scope, async (tx) => {
    const after = cursor && { id: order === 'desc' ? { lt: cursor } : { gt: cursor } }
    const where = { orgId: scope.orgId, ...matching(filter), ...after }
    const lists = await Promise.all(
      named(filter).map((one) =>
        tx.auditEntry.findMany({ where: { ...where, ...one }, orderBy: { id: order }, take: limit }),
      ),
    )
    return firstOf(lists, order, limit).map(toEntry)
  })

/** Sealed entries in the chain's order. */
export const sealed = (scope: OrgScope, after: number, upTo: number, limit: number): Promise<Entry[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, seq: { gt: after, lte: upTo } }
    return (await tx.auditEntry.findMany({ where, orderBy: { seq: 'asc' }, take: limit })).map(toEntry)
  })

/** The head that the sealer keeps, and what lies beyond it: the tail that is not sealed yet. */
export const headAndTail = (
  scope: OrgScope,
): Promise<{ head: Link | null; sealed: number; tail: { count: number; oldest: Entry | null } }> =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const head = await tx.auditHead.findUnique({ where: { orgId } })
    const sealed = await tx.auditEntry.count({ where: { orgId, seq: { not: null } } })
    const where = { orgId, seq: null }
    const oldest = await tx.auditEntry.findFirst({ where, orderBy: { id: 'asc' } })
    const count = oldest ? await tx.auditEntry.count({ where }) : 0
    return {
      head: head && { seq: head.seq, hash: head.hash },
      sealed,
      tail: { count, oldest: oldest && toEntry(oldest) },
    }
  })

export const insertCheck = (scope: OrgScope, { at, ...check }: Check): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.auditCheck.create({ data: { orgId: scope.orgId, id: newId('check'), at: new Date(at), ...check } })
  })

export const lastCheck = (scope: OrgScope): Promise<Check | null> =>
  withOrg(scope, async (tx) => {
    const row = await tx.auditCheck.findFirst({
      where: { orgId: scope.orgId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    })
    return row && { at: row.at.toISOString(), actor: row.actor, ok: row.ok, entries: row.entries, reason: row.reason }
  })

/** Class of the advisory lock that one sealer at a time holds. */
const sealerLock = 8

interface Waiting {
  org_id: string
  entry: Entry
}
type Seal = { org: string; id: string; seq: number; prevHash: string; hash: string }

/**
 * Hands the oldest unsealed entries of all organisations, and their heads, to `chain`, and stores the seals it makes, in one
 * transaction. Answers how many; 0 also when another process is sealing.
 */
export const sealBatch = (
  limit: number,
  chain: (waiting: Map<string, Entry[]>, heads: Map<string, Link>) => Seal[],
): Promise<number> =>
  asRole('sealer', async (client) => {
    const lock = await client.query('select pg_try_advisory_xact_lock($1, 0) as mine', [sealerLock])
    if (!lock.rows[0].mine) return 0
    const { rows } = await client.query<Waiting>(
      `select org_id, jsonb_build_object('id', id, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actor', actor,
          'action', action, 'resource', jsonb_build_object('type', resource_type, 'id', resource_id), 'detail', detail,
          'requestId', request_id) as entry
        from audit_entry where seq is null order by org_id, id limit $1`,
      [limit],
    )
    if (rows.length === 0) return 0
    const waiting = new Map<string, Entry[]>()
    for (const { org_id, entry } of rows) waiting.set(org_id, [...(waiting.get(org_id) ?? []), entry])
    const known = await client.query('select org_id, seq, hash from audit_head where org_id = any($1)', [
      [...waiting.keys()],
    ])
    const seals = chain(waiting, new Map(known.rows.map((row) => [row.org_id, { seq: row.seq, hash: row.hash }])))
    const json = JSON.stringify(seals)
    await client.query(
      `update audit_entry e set seq = s.seq, prev_hash = s."prevHash", hash = s.hash
        from jsonb_to_recordset($1) s(org text, id text, seq int, "prevHash" text, hash text) where e.org_id = s.org and e.id = s.id`,
      [json],
    )
    await client.query(
      `insert into audit_head (org_id, seq, hash) select distinct on (org) org, seq, hash
          from jsonb_to_recordset($1) s(org text, seq int, hash text) order by org, seq desc
        on conflict (org_id) do update set seq = excluded.seq, hash = excluded.hash`,
      [json],
    )
    return seals.length
  })

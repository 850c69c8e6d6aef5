import { z } from 'zod'
import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import { check, entry, filter, head, verification } from '@/server/audit/schema'
import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Resource } from '@/server/policy'
import { evidenceCsv, evidenceShape, gatherEvidence } from '../evidence'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { pageInput, pageOf } from '../shapes'

const auditOf = (scope: OrgScope): Resource => ({ type: 'audit', id: scope.orgId })
const moment = z.iso.datetime({ offset: true })
/** An entry with the name of who acted, where that is a member or an agent. */
const named = entry.extend({ actorName: z.string().nullable() })

export const auditRouter = router({
  list: permitted('audit', 'audit', {
    method: 'GET',
    path: '/audit',
    summary: 'What was done and read, the newest first',
  })
    .input(filter.extend(pageInput))
    .output(pageOf(named))
    .query(async ({ ctx, input: { cursor, limit, ...wanted } }) => {
      ctx.demand(auditOf(ctx.scope))
      const { items, nextCursor } = await audit.list(ctx.scope, wanted, { cursor, limit })
      const { members } = await agent.loadNames(ctx.scope, { members: items.map(({ actor }) => actor) })
      return { items: items.map((one) => ({ ...one, actorName: members.get(one.actor) ?? null })), nextCursor }
    }),

  export: permitted('audit', 'audit', {
    method: 'GET',
    path: '/audit/export',
    summary: 'Every entry as NDJSON, the oldest first',
  })
    .input(filter)
    .output(rawOutput)
    .query(async ({ ctx, input }) => {
      const resource = ctx.demand(auditOf(ctx.scope))
      const { id: actor } = ctx.actor.principal
      await audit.record(ctx.scope, {
        actor,
        action: 'audit.exported',
        resource,
        detail: input,
        requestId: ctx.requestId,
      })
      const disposition = { 'content-disposition': 'attachment; filename="audit.ndjson"' }
      return streamOut(audit.exportLines(ctx.scope, input), 'application/x-ndjson', disposition)
    }),

  evidence: permitted('audit', 'audit', {
    method: 'GET',
    path: '/evidence',
    summary:
      'An evidence pack of a period or a product: requests, decisions, grants, proofs, policy versions, the chain’s head',
  })
    .input(
      z.strictObject({
        from: moment,
        to: moment.optional(),
        product: z.string().max(60).optional(),
        format: z.enum(['json', 'csv']).default('json'),
      }),
    )
    .output(z.union([evidenceShape, rawOutput]))
    .query(async ({ ctx, input: { from, to, product, format } }) => {
      const resource = ctx.demand(auditOf(ctx.scope))
      const ask = { from: new Date(from), to: to ? new Date(to) : now(), product: product ?? null }
      const detail = { from, to: to ?? null, product: product ?? null, format }
      const entry = { actor: ctx.actor.principal.id, action: 'evidence.exported', resource, detail }
      await audit.record(ctx.scope, { ...entry, requestId: ctx.requestId })
      const pack = await gatherEvidence(ctx.actor, { ...ask, sees: (one) => ctx.sees(one) })
      if (format === 'json') return pack
      const disposition = { 'content-disposition': 'attachment; filename="evidence.csv"' }
      return streamOut(evidenceCsv(pack), 'text/csv; charset=utf-8; header=present', disposition)
    }),

  verify: permitted('audit', 'audit', {
    method: 'POST',
    path: '/audit/verify',
    summary: 'Verify the whole chain of entries',
  })
    .input(z.strictObject({ head: head.optional() }))
    .output(verification)
    .mutation(({ ctx, input }) => {
      ctx.demand(auditOf(ctx.scope))
      return audit.verify(ctx.scope, ctx.actor.principal.id, input.head)
    }),

  lastCheck: permitted('audit', 'audit', {
    method: 'GET',
    path: '/audit/last-check',
    summary: 'When the chain was last verified',
  })
    .input(z.strictObject({}))
    .output(z.strictObject({ check: check.nullable() }))
    .query(async ({ ctx }) => {
      ctx.demand(auditOf(ctx.scope))
      return { check: await audit.lastCheck(ctx.scope) }
    }),
})

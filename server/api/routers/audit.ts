import { z } from 'zod'
import * as audit from '@/server/audit'
import { check, entry, filter, head, verification } from '@/server/audit/schema'
import type { OrgScope } from '@/server/platform/db'
import type { Resource } from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { pageInput, pageOf } from '../shapes'

const auditOf = (scope: OrgScope): Resource => ({ type: 'audit', id: scope.orgId })
/** An entry with the name of who acted, where that is a member. */
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
      const { members } = await tenancy.loadNames(ctx.scope, { members: items.map(({ actor }) => actor) })
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

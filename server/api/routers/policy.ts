import { z } from 'zod'
import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import type { OrgScope } from '@/server/platform/db'
import type { Resource } from '@/server/policy'
import * as policy from '@/server/policy'
import {
  action,
  decisionFilter,
  loggedDecision,
  mostText,
  policyChange,
  problem,
  versionHead,
} from '@/server/policy/schema'
import { decisionsCsv } from '../decisions-csv'
import { obligationsOf, portAsked } from '../obligations'
import { withNames } from '../policy-names'
import { trial, trialOf } from '../policy-trial'
import { whoInput, whoMay, whoShape } from '../policy-who'
import { heldBy, principalNamed, resourceNamed } from '../policy-world'
import { permitted, router } from '../procedure'
import { rawOutput, streamOut } from '../raw-output'
import { flag, pageInput, pageOf } from '../shapes'

const policies = (scope: OrgScope): Resource => ({ type: 'policy', id: scope.orgId })
const text = z.string().max(mostText, `must be at most ${mostText / 1024} kB`)
const tag = (number: number) => `"v${number}"`
const readTag = (header: string | null) => header?.trim().replace(/^W\//, '').replaceAll('"', '') || undefined

const obligations = z.strictObject({ masks: z.record(z.string(), z.string()), rows: z.string().optional() })
const namedDecision = loggedDecision.extend({
  principalName: z.string().nullable(),
  resourceName: z.string().nullable(),
})

export const policyRouter = router({
  get: permitted('view', 'policy', {
    method: 'GET',
    path: '/policies',
    summary: 'The organisation’s own policies, those that come with the portal, and the schema they are held to',
  })
    .input(z.strictObject({ version: z.coerce.number().int().min(0).optional() }).optional())
    .output(
      z.strictObject({
        version: z.number(),
        text: z.string(),
        shipped: z.string(),
        schema: z.string(),
        versions: z.array(versionHead.extend({ byName: z.string().nullable() })),
        /** Whether the caller may replace them. */
        mayChange: z.boolean(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const resource = ctx.demand(policies(ctx.scope))
      const { number, versions, ...found } = await policy.getPolicies(ctx.scope, input?.version)
      ctx.reply.headers.etag = tag(number)
      const { members } = await agent.loadNames(ctx.scope, { members: versions.map(({ by }) => by) })
      const named = versions.map((one) => ({ ...one, byName: members.get(one.by) ?? null }))
      const { effect } = policy.decide({ principal: ctx.actor.principal, action: 'administer', resource })
      return { version: number, ...found, versions: named, mayChange: effect === 'allow' }
    }),

  save: permitted('administer', 'policy', {
    method: 'PUT',
    path: '/policies',
    summary:
      'Replace the organisation’s policies; with dryRun, only say what is wrong and what would change in the text',
  })
    .input(
      z.strictObject({
        text,
        note: z.string().max(500).optional(),
        dryRun: flag.optional(),
        ifMatch: z.string().max(100).optional(),
      }),
    )
    .output(z.strictObject({ version: z.number(), problems: z.array(problem), changes: z.array(policyChange) }))
    .mutation(async ({ ctx, input }) => {
      // A check while somebody types changes nothing, and is no line of the log.
      ctx.demand(policies(ctx.scope), input.dryRun ? 'view' : 'administer')
      const ifMatch = readTag(input.ifMatch ?? ctx.headers.get('if-match'))
      const saved = await policy.save(ctx.actor, { ...input, ifMatch })
      ctx.reply.headers.etag = tag(saved.version)
      return saved
    }),

  explain: permitted('view', 'policy', {
    method: 'POST',
    path: '/policies/explain',
    summary: 'Whether someone may do something, now or at a past time, and which policies say so',
  })
    .input(
      z.strictObject({
        principal: z.string().max(300),
        action,
        resource: z.string().max(500),
        purpose: z.string().max(100).optional(),
        at: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .output(
      z.strictObject({
        effect: z.enum(['allow', 'deny']),
        because: z.array(z.strictObject({ policy: z.string(), text: z.string() })),
        erred: z.array(z.string()),
        obligations,
        policyVersion: z.string(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      ctx.demand(policies(ctx.scope))
      const principal = await principalNamed(ctx.scope, input.principal)
      const [resource] = await heldBy(ctx.scope, principal, [await resourceNamed(ctx.scope, input.resource)])
      const at = input.at ? new Date(input.at) : undefined
      const circumstances = { purpose: input.purpose, at }
      const asked = { principal, action: input.action, resource: resource!, circumstances }
      const port = await portAsked(ctx.scope, asked)
      const { answers, texts, policyVersion } = await policy.explain(ctx.scope, [{ ...asked, port }], at)
      const { effect, because, erred, sights } = answers[0]!
      const told = because.map((id) => ({ policy: id, text: texts.get(id) ?? '' }))
      return { effect, because: told, erred, obligations: obligationsOf(port, sights), policyVersion }
    }),

  who: permitted('view', 'policy', {
    method: 'POST',
    path: '/policies/who',
    summary:
      'Who may do something to a thing, or what someone may do it to, and why; at a past time by the policies of then, with roles and grants of today',
  })
    .input(whoInput)
    .output(whoShape)
    .mutation(({ ctx, input }) => {
      ctx.demand(policies(ctx.scope))
      return whoMay(ctx.scope, input)
    }),

  simulate: permitted('view', 'policy', {
    method: 'POST',
    path: '/policies/simulate',
    summary: 'What a draft would change for everyone and every product, and for what was asked in the last 30 days',
  })
    .input(z.strictObject({ text }))
    .output(trial)
    .mutation(({ ctx, input }) => {
      ctx.demand(policies(ctx.scope))
      return trialOf(ctx.scope, input.text)
    }),

  decisions: permitted('audit', 'audit', {
    method: 'GET',
    path: '/decisions',
    summary: 'What was decided, for whom and by which policies, the newest first',
  })
    .input(decisionFilter.extend(pageInput))
    .output(pageOf(namedDecision))
    .query(async ({ ctx, input: { cursor, limit, ...filter } }) => {
      ctx.demand({ type: 'audit', id: ctx.scope.orgId })
      const { items, nextCursor } = await policy.listDecisions(ctx.scope, filter, { cursor, limit })
      return { items: await withNames(ctx.scope, items), nextCursor }
    }),

  exportDecisions: permitted('audit', 'audit', {
    method: 'GET',
    path: '/decisions/export',
    summary: 'The newest 10,000 decisions as CSV that a spreadsheet may open',
  })
    .input(decisionFilter)
    .output(rawOutput)
    .query(async ({ ctx, input }) => {
      const resource = ctx.demand({ type: 'audit', id: ctx.scope.orgId })
      const entry = { actor: ctx.actor.principal.id, action: 'decisions.exported', resource, detail: input }
      await audit.record(ctx.scope, { ...entry, requestId: ctx.requestId })
      const disposition = { 'content-disposition': 'attachment; filename="decisions.csv"' }
      return streamOut(await decisionsCsv(ctx.scope, input), 'text/csv; charset=utf-8; header=present', disposition)
    }),
})

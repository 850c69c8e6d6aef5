import { z } from 'zod'
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
import { obligationsOf } from '../obligations'
import { listPrincipals, listProductFacts, principalNamed, resourceNamed } from '../policy-world'
import { permitted, router } from '../procedure'
import { flag, pageInput, pageOf } from '../shapes'

const policies = (scope: OrgScope): Resource => ({ type: 'policy', id: scope.orgId })
const text = z.string().max(mostText, `must be at most ${mostText / 1024} kB`)
const tag = (number: number) => `"v${number}"`
const readTag = (header: string | null) => header?.trim().replace(/^W\//, '').replaceAll('"', '') || undefined

const simulated = z.strictObject({
  principal: z.string(),
  action,
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  before: z.enum(['allow', 'deny']),
  after: z.enum(['allow', 'deny']),
  because: z.array(z.string()),
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
        versions: z.array(versionHead),
      }),
    )
    .query(async ({ ctx, input }) => {
      ctx.demand(policies(ctx.scope))
      const { number, ...found } = await policy.getPolicies(ctx.scope, input?.version)
      ctx.reply.headers.etag = tag(number)
      return { version: number, ...found }
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
      ctx.demand(policies(ctx.scope))
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
        obligations: z.strictObject({ masks: z.record(z.string(), z.string()), rows: z.string().optional() }),
        policyVersion: z.string(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      ctx.demand(policies(ctx.scope))
      const principal = await principalNamed(ctx.scope, input.principal)
      const resource = await resourceNamed(ctx.scope, input.resource, principal)
      const at = input.at ? new Date(input.at) : undefined
      const circumstances = { purpose: input.purpose, at }
      const asked = { principal, action: input.action, resource, circumstances }
      const found = await policy.explain(ctx.scope, asked, at)
      return { ...found, obligations: at ? { masks: {} } : await obligationsOf(ctx.scope, asked) }
    }),

  simulate: permitted('view', 'policy', {
    method: 'POST',
    path: '/policies/simulate',
    summary: 'What a draft would change for everyone and every product, and for what was asked in the last 30 days',
  })
    .input(z.strictObject({ text }))
    .output(
      z.strictObject({
        problems: z.array(problem),
        changes: z.array(simulated),
        total: z.number(),
        asked: z.number(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      ctx.demand(policies(ctx.scope))
      const { products, holds } = await listProductFacts(ctx.scope)
      const principals = await listPrincipals(ctx.scope)
      const resources = (principal: (typeof principals)[number]) =>
        products.map((one) => ({ ...one, held: holds(principal, one) }))
      return policy.simulate(ctx.scope, input.text, { principals, resources })
    }),

  decisions: permitted('audit', 'audit', {
    method: 'GET',
    path: '/decisions',
    summary: 'What was decided, for whom and by which policies, the newest first',
  })
    .input(decisionFilter.extend(pageInput))
    .output(pageOf(loggedDecision))
    .query(async ({ ctx, input: { cursor, limit, ...filter } }) => {
      ctx.demand({ type: 'audit', id: ctx.scope.orgId })
      return policy.listDecisions(ctx.scope, filter, { cursor, limit })
    }),
})

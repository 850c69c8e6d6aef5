import { z } from 'zod'
import * as access from '@/server/access'
import { grantShape, requestShape, reviewShape } from '@/server/access/schema'
import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { notFound } from '@/server/platform/errors'
import { gather } from '@/server/platform/pages'
import type { Resource } from '@/server/policy'
import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { toCsv } from './csv'

/** What an auditor takes along: who asked, who decided and why, what was given, under which policy, and the chain it stands in. */

const MOST = 5_000
const PAGE = 200

export const evidenceShape = z.strictObject({
  organisation: z.string(),
  from: z.string(),
  to: z.string(),
  product: z.string().nullable(),
  madeAt: z.string(),
  madeBy: z.string(),
  chain: z.strictObject({
    ok: z.boolean(),
    head: z.string().nullable(),
    entries: z.number(),
    reason: z.string().nullable(),
  }),
  /** Versions of the policy that grants were given under, and how many under each. */
  policies: z.array(z.strictObject({ version: z.string(), grants: z.number() })),
  requests: z.array(requestShape),
  grants: z.array(grantShape),
  reviews: z.array(reviewShape),
  /** There was more than this holds: name a shorter period, or a product. */
  truncated: z.boolean(),
  /** Policies keep some of it from whoever made this. */
  withheld: z.boolean(),
})
type Evidence = z.infer<typeof evidenceShape>
type Ask = { from: Date; to: Date; product: string | null; sees: (resource: Resource) => boolean }

/** The pack of a period, of one product or of all. Verifies the chain, so that its head is worth noting. */
export async function gatherEvidence({ scope, principal }: Actor, ask: Ask): Promise<Evidence> {
  const between = { from: ask.from, to: ask.to }
  const named = ask.product === null ? null : await product.resource(scope, ask.product)
  if (ask.product !== null && !named) throw notFound('product')
  const productIds = named ? [named.id] : undefined
  let withheld = false
  const of = (resource: Resource) => {
    const seen = ask.sees(resource)
    withheld ||= !seen
    return seen
  }
  const sees = { principalId: principal.id, of }
  const seesDomain = (id: string | null) => of({ type: 'grant', id: '', domainId: id ?? undefined })
  const [requests, grants, reviews, chain, organisation] = await Promise.all([
    gather((cursor) => access.listRequests(scope, { between, productIds, sees: of, limit: PAGE, cursor }), MOST),
    gather((cursor) => access.listGrants(scope, { between, productIds, sees, limit: PAGE, cursor }), MOST),
    named ? [] : access.listReviews(scope, { seesDomain, sees }),
    audit.verify(scope, principal.id),
    tenancy.findOrganisation(scope),
  ])
  const versions = new Map<string, number>()
  for (const { policyVersion } of grants.items) versions.set(policyVersion, (versions.get(policyVersion) ?? 0) + 1)
  return {
    organisation: organisation?.name ?? '',
    from: ask.from.toISOString(),
    to: ask.to.toISOString(),
    product: ask.product,
    madeAt: now().toISOString(),
    madeBy: principal.name,
    chain: chain.ok
      ? { ok: true, head: chain.head, entries: chain.entries, reason: null }
      : { ok: false, head: null, entries: 0, reason: `${chain.at}: ${chain.reason}` },
    policies: [...versions].map(([version, count]) => ({ version, grants: count })),
    requests: requests.items,
    grants: grants.items,
    reviews: reviews.filter((one) => one.createdAt <= ask.to.toISOString()),
    truncated: requests.truncated || grants.truncated,
    withheld,
  }
}

const header = [
  ...['kind', 'id', 'at', 'state', 'who', 'for', 'product', 'port', 'purpose', 'columns', 'rows', 'until'],
  ...['by', 'reason or note', 'policy version', 'request'],
]

/** The same as one table: a line for each request, each agreement, each grant and each proof. */
export function evidenceCsv(pack: Evidence): string {
  const chain = pack.chain.ok ? 'chain verified' : 'chain broken'
  const missing = [...(pack.truncated ? ['there is more'] : []), ...(pack.withheld ? ['policies keep some of it'] : [])]
  const head = ['pack', '', pack.madeAt, [chain, ...missing].join('; '), pack.madeBy]
  const first = [...head, ...Array<null>(8).fill(null), pack.chain.head ?? pack.chain.reason, null, null]
  const requests = pack.requests.flatMap((one) => {
    const what = [one.for.name, one.product, one.port, one.purpose]
    const line = [one.principalName, ...what, one.columns?.join(' ') ?? 'all', one.rows]
    const steps = one.steps
      .filter(({ by }) => by)
      .map((step) => [
        ...['decision', one.id, step.at ?? null, `${step.role}: ${step.state}`],
        ...[one.principalName, ...what, one.terms?.columns?.join(' ') ?? null, one.terms?.rows ?? null],
        ...[one.terms?.duration ?? null, step.byName ?? step.by ?? null, step.note ?? null, null, one.id],
      ])
    return [
      ['request', one.id, one.createdAt, one.state, ...line, one.duration, null, one.reason, null, one.id],
      ...steps,
    ]
  })
  const grants = pack.grants.flatMap((one) => {
    const columns = one.objects.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`)).join(' ')
    const what = [one.principalName, one.principalName, one.product, one.port, one.purpose]
    const state = one.endedAs ? `${one.state}: ${one.endedAs}` : one.state
    const ending = [one.endedByName ?? one.endedBy, one.endNote, one.policyVersion, one.request]
    const proofs = one.proofs.map((proof) => [
      ...['proof', one.id, proof.at, `${proof.kind}: ${proof.outcome}`, ...what],
      ...[null, null, null, null, proof.statement, one.policyVersion, one.request],
    ])
    return [
      ['grant', one.id, one.startsAt, state, ...what, columns, one.rows, one.endedAt ?? one.expiresAt, ...ending],
      ...proofs,
    ]
  })
  return toCsv(header, [first, ...requests, ...grants])
}

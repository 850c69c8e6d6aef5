import { z } from 'zod'
import { slug } from '@/server/platform/ids'
import { parseDuration } from './duration'

/** The shapes of requests and grants at every door. Runs anywhere. */

/** What data may be asked for; the organisation's own list comes with its policies. */
export const purposes = [
  { slug: 'analytics', title: 'Analytics', description: 'Figures and reports for the organisation’s own decisions' },
  { slug: 'operations', title: 'Operations', description: 'Running a process that needs the rows as they are' },
  { slug: 'research', title: 'Research', description: 'Answering an open question; results may be published in sum' },
] as const
export const purpose = z.enum(purposes.map(({ slug }) => slug) as ['analytics', 'operations', 'research'])
export type Purpose = z.infer<typeof purpose>

export const requestStates = ['submitted', 'approved', 'rejected', 'withdrawn'] as const
export type RequestState = (typeof requestStates)[number]
export const deliveries = ['portal', 'source'] as const
/** Where a grant is good: in the portal, or in the source too, by a sign-in of one's own. */
export type Delivery = (typeof deliveries)[number]
export const grantStates = [
  'pending',
  'provisioning',
  'unverified',
  'active',
  'drifted',
  'expiring',
  'deprovisioning',
  'failed',
  'ended',
] as const
export type GrantState = (typeof grantStates)[number]
/** States in which a grant allows reading. */
export const liveStates = ['active', 'drifted', 'expiring'] as const satisfies readonly GrantState[]
export const endings = ['revoked', 'expired', 'superseded'] as const
export type Ending = (typeof endings)[number]

const note = z.string().trim().max(2_000, 'must have at most 2,000 characters')

export const newRequest = z.strictObject({
  product: slug,
  port: z.string().min(1).max(100),
  purpose,
  reason: note.optional(),
  /** `source` where the product's connection offers it; else, and unless said, `portal`. */
  delivery: z.enum(deliveries).optional(),
  /** ISO 8601, from the decision on: `P90D`, at most `P2Y`. */
  duration: z.string().superRefine((value, context) => {
    const read = parseDuration(value)
    if (!read.ok) context.addIssue({ code: 'custom', message: read.reason })
  }),
})
export type NewRequest = z.infer<typeof newRequest>

export const decision = z.strictObject({ decision: z.enum(['approve', 'reject']), note: note.optional() })
export type Decision = z.infer<typeof decision>
export const ending = z.strictObject({ note: note.optional() })

/** One line of the history of a request or a grant. */
const moment = z.strictObject({
  at: z.string(),
  state: z.string(),
  by: z.string(),
  byName: z.string().nullable(),
  note: z.string().nullable(),
})

export const requestShape = z.strictObject({
  id: z.string(),
  state: z.enum(requestStates),
  product: z.string(),
  productTitle: z.string(),
  port: z.string(),
  domain: z.string(),
  purpose: z.string(),
  reason: z.string().nullable(),
  duration: z.string(),
  delivery: z.enum(deliveries),
  principal: z.string(),
  principalName: z.string(),
  productVersion: z.string(),
  contractVersion: z.string(),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  /** Who has to agree, in order, and who did. */
  steps: z.array(
    z.strictObject({
      role: z.string(),
      state: z.enum(['waiting', 'approved', 'rejected', 'skipped']),
      by: z.string().optional(),
      byName: z.string().optional(),
    }),
  ),
  /** The grant that came of it. */
  grant: z.string().optional(),
  history: z.array(moment),
})
export type AccessRequest = z.infer<typeof requestShape>

/** Which of a contract's objects and columns a grant covers. */
export const coveredObjects = z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) }))
export type CoveredObjects = z.infer<typeof coveredObjects>

export const grantShape = z.strictObject({
  id: z.string(),
  state: z.enum(grantStates),
  delivery: z.enum(deliveries),
  /** The stage that failed and is tried again. */
  failedStage: z.enum(grantStates).nullable(),
  /** What stands in its way, in a sentence. */
  problem: z.string().nullable(),
  /** When it was last read as the grantee, and refused all that it must refuse; only for delivery in a source. */
  provenAt: z.string().nullable(),
  /** Why it ended. */
  endedAs: z.enum(endings).nullable(),
  product: z.string(),
  productTitle: z.string(),
  port: z.string(),
  domain: z.string(),
  purpose: z.string(),
  principal: z.string(),
  principalName: z.string(),
  startsAt: z.string(),
  expiresAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endedByName: z.string().nullable(),
  endNote: z.string().nullable(),
  /** Set while it allows nothing because it came back by a restore and no owner has confirmed it. */
  asleepSince: z.string().nullable(),
  productVersion: z.string(),
  contractId: z.string(),
  contractVersion: z.string(),
  policyVersion: z.string(),
  objects: coveredObjects,
  request: z.string(),
  /** What the system read as the grantee; a grant delivered by the portal is checked at every read instead. */
  proofs: z.array(
    z.strictObject({
      at: z.string(),
      kind: z.enum(['allowed', 'refused']),
      statement: z.string(),
      outcome: z.string(),
      /** As it should be. */
      ok: z.boolean(),
      occasion: z.enum(['delivered', 'watched', 'repaired', 'ended']),
    }),
  ),
  history: z.array(moment),
})
export type AccessGrant = z.infer<typeof grantShape>

export const findings = z.array(
  z.strictObject({ kind: z.enum(['open_to_all', 'unexplained']), text: z.string().max(2_000) }),
)
export type Findings = z.infer<typeof findings>

/** How a grant stands in its source, for those who look after the connection. */
export const deliveryShape = z.strictObject({
  grant: z.string(),
  delivery: z.enum(deliveries),
  connection: z.string().nullable(),
  state: z.enum(grantStates),
  problem: z.string().nullable(),
  /** What the grantee can reach there beyond the grant: given by hand, or open to everybody. */
  findings,
  /** What the source's administrator has to run, where Stoa may not. */
  script: z.string().nullable(),
  /** What can be told of rows and values that the grant leaves out. */
  inferable: z.array(z.string()),
})
export type DeliveryShape = z.infer<typeof deliveryShape>

/** How to sign in to the source; shown once. */
export const credentialsShape = z.strictObject({
  user: z.string(),
  password: z.string(),
  place: z.record(z.string(), z.string()),
  statements: z.array(z.string()),
  /** They work once the source's administrator has run it. */
  script: z.string().nullable(),
})
export type SourceCredentials = z.infer<typeof credentialsShape>

/** What one principal holds of, or has asked for at, one product. */
export const standing = z.strictObject({
  state: z.enum(['held', 'asked', 'none']),
  /** When the longest grant ends. */
  until: z.string().nullable(),
  grants: z.array(z.strictObject({ id: z.string(), port: z.string(), purpose: z.string(), endsAt: z.string() })),
  requests: z.array(z.strictObject({ id: z.string(), port: z.string(), purpose: z.string(), createdAt: z.string() })),
})
export type Standing = z.infer<typeof standing>

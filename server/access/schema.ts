import { z } from 'zod'
import { slug } from '@/server/platform/ids'
import { parseDuration } from './duration'
import { climbs, deliveries, endings, grantStates, holderTypes, requestStates, stepRoles, stepStates } from './states'

export * from './delivery-shape'
export * from './states'

/** The shapes of requests and grants at every door. Runs anywhere. */

/** The slug of a purpose; which there are, the organisation's own list says. */
export type Purpose = string

const note = z.string().trim().max(2_000, 'must have at most 2,000 characters')

const duration = z.string().superRefine((value, context) => {
  const read = parseDuration(value)
  if (!read.ok) context.addIssue({ code: 'custom', message: read.reason })
})
const columns = z
  .array(
    z
      .string()
      .min(3)
      .max(400)
      .regex(/^.+\..+$/, 'must be written as object.column'),
  )
  .min(1, 'must name a column; leave it out to ask for all')
  .max(5_000)
/** One expression over a row, such as `country = 'DE'`. */
const rows = z.string().trim().min(1, 'must not be empty; leave it out to ask for every row').max(2_000)

export const newRequest = z.strictObject({
  product: slug,
  port: z.string().min(1).max(100),
  purpose: slug,
  reason: note.optional(),
  /** `source` where the product's connection offers it; else, and unless said, `portal`. */
  delivery: z.enum(deliveries).optional(),
  /** ISO 8601, from the decision on: `P90D`, at most `P2Y`. */
  duration,
  /** Who would hold it: an agent one sponsors, or a domain by its slug; oneself if left out. */
  for: z.string().min(1).max(100).optional(),
  columns: columns.optional(),
  rows: rows.optional(),
  /** Kept for later instead of sent. */
  draft: z.boolean().optional(),
})
export type NewRequest = z.infer<typeof newRequest>

/** What a decider makes of a request: never more than was asked for. */
export const terms = z.strictObject({
  duration: duration.optional(),
  columns: columns.optional(),
  rows: rows.optional(),
})
export type Terms = z.infer<typeof terms>

export const decision = z.strictObject({
  decision: z.enum(['approve', 'reject', 'ask']),
  note: note.optional(),
  terms: terms.optional(),
})
export type Decision = z.infer<typeof decision>
export const bulkDecision = z.strictObject({
  ids: z.array(z.string().max(100)).min(1).max(100),
  decision: z.enum(['approve', 'reject']),
  note: note.optional(),
  terms: terms.optional(),
})
export type BulkDecision = z.infer<typeof bulkDecision>
export const givenAnswer = z.strictObject({ note: note.min(1, 'must say something') })
export const ending = z.strictObject({ note: note.optional() })
export const renewal = z.strictObject({ duration: duration.optional(), reason: note.optional() })
export type Renewal = z.infer<typeof renewal>

export const emergency = z.strictObject({
  product: slug,
  port: z.string().min(1).max(100),
  purpose: slug,
  reason: note.min(10, 'must say what the emergency is, in at least 10 characters'),
  /** At most four hours, as policy says. */
  duration: duration.default('PT4H'),
})
export type Emergency = z.infer<typeof emergency>
export const verdict = z.strictObject({ verdict: z.enum(['justified', 'not_justified']), note: note.optional() })
export type Verdict = z.infer<typeof verdict>

export const newDelegation = z.strictObject({
  to: z.string().max(100),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }),
  note: note.optional(),
})
export type NewDelegation = z.infer<typeof newDelegation>
/** An agreement that a request needs or got. */
export const stepShape = z.strictObject({
  role: z.enum(stepRoles),
  state: z.enum(stepStates),
  /** Why it is needed. */
  because: z.string(),
  by: z.string().optional(),
  byName: z.string().optional(),
  /** Whose place the decider took. */
  onBehalfOf: z.string().optional(),
  at: z.string().optional(),
  note: z.string().optional(),
  /** Who is asked as well, because those of the role are none or let it wait; `nobody` where nobody may decide it yet. */
  climbedTo: z.enum(climbs).optional(),
  /** Who may decide it now, by name. */
  deciders: z.array(z.string()),
})
export type RequestStep = z.infer<typeof stepShape>

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
  /** Who would hold the grant. */
  for: z.strictObject({ type: z.enum(holderTypes), id: z.string(), name: z.string() }),
  /** `object.column`; null: all of the port. */
  columns: z.array(z.string()).nullable(),
  rows: z.string().nullable(),
  /** What deciders have narrowed it to so far. */
  terms: z
    .strictObject({ duration: z.string(), columns: z.array(z.string()).nullable(), rows: z.string().nullable() })
    .nullable(),
  productVersion: z.string(),
  contractVersion: z.string(),
  createdAt: z.string(),
  /** When it times out if nothing happens. */
  timesOutAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  /** Who has to agree, in order, and who did. */
  steps: z.array(stepShape),
  /** The grant that came of it. */
  grant: z.string().optional(),
  /** The grant whose place it would take. */
  renews: z.string().optional(),
  /** Taken in an emergency; `null` while nobody has reviewed it. */
  breakGlass: z
    .strictObject({
      review: z
        .strictObject({
          verdict: z.enum(['justified', 'not_justified']),
          by: z.string(),
          byName: z.string().nullable(),
          at: z.string(),
          note: z.string().nullable(),
        })
        .nullable(),
    })
    .optional(),
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
  /** Who holds it: a member, or a domain whose members of the moment do. */
  principal: z.string(),
  principalType: z.enum(holderTypes),
  principalName: z.string(),
  startsAt: z.string(),
  expiresAt: z.string(),
  /** When its holder is told that the end is near. */
  warnsAt: z.string(),
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
  /** The rows it shows, as one expression; null: every row. */
  rows: z.string().nullable(),
  breakGlass: z.boolean(),
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
      occasion: z.enum(['delivered', 'watched', 'repaired', 'suspended', 'ended']),
    }),
  ),
  history: z.array(moment),
})
export type AccessGrant = z.infer<typeof grantShape>

export const newReview = z.strictObject({
  title: z.string().trim().min(1, 'must not be empty').max(200),
  domain: slug.optional(),
  dueAt: z.iso.datetime({ offset: true }),
  /** What becomes of a right that nobody decided by then. */
  ifUndecided: z.enum(['keep', 'end']).default('end'),
})
export type NewReview = z.infer<typeof newReview>
export const reviewDecision = z.strictObject({
  decision: z.enum(['keep', 'narrow', 'end']),
  note: note.optional(),
  terms: terms.optional(),
})
export type ReviewDecision = z.infer<typeof reviewDecision>
export const reviewShape = z.strictObject({
  id: z.string(),
  title: z.string(),
  domain: z.string().nullable(),
  createdBy: z.string(),
  createdByName: z.string().nullable(),
  createdAt: z.string(),
  dueAt: z.string(),
  ifUndecided: z.enum(['keep', 'end']),
  closedAt: z.string().nullable(),
  total: z.number(),
  decided: z.number(),
})
export type AccessReview = z.infer<typeof reviewShape>
export const reviewItem = z.strictObject({
  id: z.string(),
  /** The grant as it was when the review began. */
  frozen: grantShape,
  decision: z.enum(['keep', 'narrow', 'end', 'undecided']).nullable(),
  by: z.string().nullable(),
  byName: z.string().nullable(),
  at: z.string().nullable(),
  note: z.string().nullable(),
  newGrant: z.string().nullable(),
})
export type ReviewItem = z.infer<typeof reviewItem>

/** What one principal holds of, or has asked for at, one product. */
export const standing = z.strictObject({
  state: z.enum(['held', 'asked', 'none']),
  /** When the longest grant ends. */
  until: z.string().nullable(),
  grants: z.array(z.strictObject({ id: z.string(), port: z.string(), purpose: z.string(), endsAt: z.string() })),
  requests: z.array(z.strictObject({ id: z.string(), port: z.string(), purpose: z.string(), createdAt: z.string() })),
})
export type Standing = z.infer<typeof standing>

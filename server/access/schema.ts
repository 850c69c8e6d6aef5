import { z } from 'zod'
import { slug } from '@/server/platform/ids'
import { parseDuration } from './duration'

/** The shapes of requests and grants at every door. Runs anywhere. */

/** The slug of a purpose; which there are, the organisation's own list says. */
export type Purpose = string

export const requestStates = ['submitted', 'approved', 'rejected', 'withdrawn'] as const
export type RequestState = (typeof requestStates)[number]
export const grantStates = ['pending', 'active', 'ended'] as const
export type GrantState = (typeof grantStates)[number]
export const endings = ['revoked', 'expired', 'superseded'] as const
export type Ending = (typeof endings)[number]

const note = z.string().trim().max(2_000, 'must have at most 2,000 characters')

export const newRequest = z.strictObject({
  product: slug,
  port: z.string().min(1).max(100),
  purpose: slug,
  reason: note.optional(),
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
    }),
  ),
  history: z.array(moment),
})
export type AccessGrant = z.infer<typeof grantShape>

/** What one principal holds of, or has asked for at, one product. */
export const standing = z.strictObject({
  state: z.enum(['held', 'asked', 'none']),
  /** When the longest grant ends. */
  until: z.string().nullable(),
  grants: z.array(z.strictObject({ id: z.string(), port: z.string(), purpose: z.string(), endsAt: z.string() })),
  requests: z.array(z.strictObject({ id: z.string(), port: z.string(), purpose: z.string(), createdAt: z.string() })),
})
export type Standing = z.infer<typeof standing>

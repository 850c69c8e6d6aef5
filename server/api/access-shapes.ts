import { z } from 'zod'
import { holderTypes, stepShape } from '@/server/access/schema'

/** What the doors answer about requests beside requests and grants themselves. */

/** Who would decide, and how long that usually takes. */
export const requestPreview = z.strictObject({
  for: z.strictObject({ type: z.enum(holderTypes), id: z.string(), name: z.string() }),
  /** Policy agrees by itself. */
  automatic: z.boolean(),
  steps: z.array(stepShape.pick({ role: true, because: true, climbedTo: true, deciders: true })),
  /** The middle of the domain's newest decisions; null where there is none. */
  usual: z.strictObject({ hours: z.number(), of: z.number() }).nullable(),
})

const portRef = { product: z.string(), productTitle: z.string(), port: z.string() }
/** What a decider weighs, of the columns asked for and of what the asker holds. */
export const weighed = z.strictObject({
  objects: z.array(
    z.strictObject({
      name: z.string(),
      rows: z.number(),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          type: z.string(),
          classification: z.string().nullable(),
          /** The kind of personal data it likely holds. */
          personal: z.string().nullable(),
          wanted: z.boolean(),
        }),
      ),
    }),
  ),
  /** What could be joined with a grant that the asker, or the domain it is for, holds. */
  joins: z.array(
    z.strictObject({
      grant: z.string(),
      ...portRef,
      keys: z.array(z.strictObject({ wanted: z.string(), held: z.string(), because: z.string() })),
      /** Why the two together identify people where one alone does not. */
      identifies: z.string().nullable(),
    }),
  ),
  /** Less than was asked for, and why; null where there is nothing to leave out. */
  narrower: z
    .strictObject({
      columns: z.array(z.string()),
      leaves: z.array(z.strictObject({ column: z.string(), because: z.string() })),
    })
    .nullable(),
  /** What became of other requests for this port. */
  similar: z.strictObject({
    approved: z.number(),
    narrowed: z.number(),
    rejected: z.number(),
    withdrawn: z.number(),
    timedOut: z.number(),
    usual: z.strictObject({ hours: z.number(), of: z.number() }).nullable(),
  }),
})

export const delegation = z.strictObject({
  id: z.string(),
  from: z.string(),
  fromName: z.string(),
  to: z.string(),
  toName: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  note: z.string().nullable(),
  live: z.boolean(),
})

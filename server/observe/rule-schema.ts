import { z } from 'zod'
import { expectationKinds, longestPause } from './schema'

/** What the people of a product want done by itself when a promise is broken, as one document. */

/** What a rule may do, in the order in which it is done. */
export const ruleActions = ['degrade', 'pause', 'rerun', 'roll_back', 'tell'] as const
export type RuleAction = (typeof ruleActions)[number]

const HOUR = 3_600_000 // ms
const whole = 'must be a whole number'

export const adjustmentRule = z
  .strictObject({
    when: z.strictObject({
      /** What the broken promise is about. */
      kind: z.enum(expectationKinds),
      /** In how many looks it was broken since its incident opened. */
      breaches: z.number(whole).int(whole).min(1, 'must be at least 1').max(1_000, 'must be at most 1,000'),
    }),
    do: z
      .array(z.enum(ruleActions))
      .min(1, 'must say what to do')
      .max(ruleActions.length)
      .refine((all) => new Set(all).size === all.length, 'must name each once'),
    /** What is written beside it, and what readers are told. */
    note: z.string().trim().min(1).max(2_000, 'must have at most 2,000 characters').optional(),
    /** How long a pause lasts; a day unless said. */
    pauseHours: z
      .number(whole)
      .int(whole)
      .min(1, 'must be at least 1')
      .max(longestPause / HOUR, `must be at most ${longestPause / HOUR}`)
      .optional(),
  })
  .refine(({ do: all, pauseHours }) => pauseHours === undefined || all.includes('pause'), {
    path: ['pauseHours'],
    message: 'is for a pause alone',
  })
export type AdjustmentRule = z.infer<typeof adjustmentRule>

export const ruleItems = z
  .array(adjustmentRule)
  .max(50, 'must be at most 50')
  .superRefine((all, context) => {
    const seen = all.map((one) => JSON.stringify(one))
    for (const [n, said] of seen.entries())
      if (seen.indexOf(said) < n)
        context.addIssue({ code: 'custom', path: [n], message: 'says the same as one before it' })
  })
export const adjustmentRules = z.strictObject({
  items: z.array(adjustmentRule),
  /** Whose rights it is done by: who wrote it last; null while nobody did. */
  author: z.string().nullable(),
  updatedAt: z.string().nullable(),
  etag: z.string(),
})
export type AdjustmentRules = z.infer<typeof adjustmentRules>

import { z } from 'zod'
import { adjustmentKinds, expectation, expectationKinds, incidentEventKinds, measurementStates } from './schema'

/** How an organisation stands: its promises by product and kind, and how long it takes to settle what is broken. */

const text = z.string()
const time = z.string()

/** A promise kept on a day is one that was measured on it and never broken. */
const keptShare = z.strictObject({
  /** Of promise and day. */
  days: z.number(),
  kept: z.number(),
  /** Null where nothing was measured. */
  share: z.number().nullable(),
})
export type KeptShare = z.infer<typeof keptShare>
/** A median in seconds, and of how many; null of none. */
const median = z.strictObject({ seconds: z.number().nullable(), of: z.number() })

/** How an organisation stands, of the products that the reader may find. */
export const standing = z.strictObject({
  at: time,
  /** Promises that are watched, by how each stood last. */
  promises: z.strictObject({
    products: z.number(),
    watched: z.number(),
    kept: z.number(),
    broken: z.number(),
    unknown: z.number(),
    muted: z.number(),
  }),
  /** The last seven days with today, and the seven before them. */
  kept: z.strictObject({ thisWeek: keptShare, lastWeek: keptShare }),
  /** Each of the last 30 days on which something was measured. */
  days: z.array(keptShare.extend({ day: text })),
  open: z.strictObject({
    total: z.number(),
    errors: z.number(),
    /** Those that nobody looks after. */
    unacknowledged: z.number(),
    regressed: z.number(),
    domains: z.array(z.strictObject({ slug: text, name: text, open: z.number(), errors: z.number() })),
  }),
  /** Of the last 90 days: from when a fault could first be seen until it was; from then until somebody took it up, and until it was settled. */
  median: z.strictObject({ detect: median, acknowledge: median, resolve: median }),
  /** Of what people resolved in the last 90 days: the share of alarms that told of a fault. */
  precision: z.strictObject({
    fixed: z.number(),
    falseAlarms: z.number(),
    expected: z.number(),
    share: z.number().nullable(),
  }),
  /** Of what was done about incidents in the last 90 days and has a verdict: the share that helped. Pending ones are only counted. */
  adjustments: z.strictObject({
    helped: z.number(),
    noChange: z.number(),
    worse: z.number(),
    pending: z.number(),
    share: z.number().nullable(),
  }),
})
export type Standing = z.infer<typeof standing>

/** The promises of one kind of one product, by how each stood last. */
export const promiseCell = z.strictObject({
  kind: z.enum(expectationKinds),
  /** The worst of them. */
  state: z.enum(measurementStates),
  kept: z.number(),
  broken: z.number(),
  unknown: z.number(),
  muted: z.number(),
  /** One that is broken keeps rows back, or readers waiting. */
  grave: z.boolean(),
  /** The gravest incident that is not resolved which some of them stand under. */
  incident: text.nullable(),
})
export type PromiseCell = z.infer<typeof promiseCell>

/** A product with its promises by kind. */
export const promiseRow = z.strictObject({
  product: z.strictObject({ id: text, slug: text, title: text, domain: text }),
  state: z.enum(measurementStates),
  cells: z.array(promiseCell),
})
export type PromiseRow = z.infer<typeof promiseRow>

/** Which products a matrix shows: those with a promise that stands like this, or is of this kind. */
export const promisesAsk = z.strictObject({
  domain: text.max(100).optional(),
  product: text.max(100).optional(),
  kind: z.enum(expectationKinds).optional(),
  state: z.enum([...measurementStates, 'muted']).optional(),
})
export type PromisesAsk = z.infer<typeof promisesAsk>

/** A promise with what became of its incidents, the oldest first. */
const promiseLine = expectation.extend({
  events: z.array(
    z.strictObject({
      incident: text,
      kind: z.enum(incidentEventKinds),
      at: time,
      /** What was done, or taken back. */
      done: z.enum(adjustmentKinds).nullable(),
    }),
  ),
})
export type PromiseLine = z.infer<typeof promiseLine>
export const productLines = z.strictObject({ product: promiseRow.shape.product, items: z.array(promiseLine) })
export type ProductLines = z.infer<typeof productLines>

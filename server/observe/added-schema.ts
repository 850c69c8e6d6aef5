import { z } from 'zod'
import { statisticName } from './drift-schema'

/** What an owner asks of a product beside its contract: one item of `PUT /products/{slug}/expectations`. */

const missing = 'must be named'
const name = z.string(missing).min(1, 'must not be empty').max(500)
const bound = z.number('must be a number')
export const band = z
  .strictObject({ low: bound.optional(), high: bound.optional() })
  .refine(({ low, high }) => low !== undefined || high !== undefined, 'must have a low end, a high one, or both')
  .refine(({ low, high }) => low === undefined || high === undefined || low <= high, {
    message: 'must not lie above the high end',
    path: ['low'],
  })
export type Band = z.infer<typeof band>
/** Which earlier values a band is learnt from: all, those of the same weekday, or of the same hour (UTC). */
export const season = z.enum(['none', 'week', 'day'])
export type Season = z.infer<typeof season>
const days = z.string('must be said').regex(/^P([1-9]\d{0,3})[DW]$/, 'must be days or weeks, as in P7D or P2W')

/** What is read back says of each what it is not of. */
const nothing = z.null().optional()
const portOrAll = z.union([name, z.literal('')]).optional()

const common = {
  /** Of one that is there. Left out, one that asks the same of the same thing is meant, else a new one. */
  id: z.string().max(100).optional(),
  title: z.string().trim().min(1, 'must not be empty').max(200).optional(),
  /** `on_change`: with each new snapshot of the port; else a cron expression (five fields, UTC). */
  schedule: z.string().max(100).optional(),
  severity: z.enum(['error', 'warning']).default('warning'),
  /** A member, by id or e-mail; the product's owner unless said. */
  owner: z.string().max(254).optional(),
  /** While it is false nothing is measured: it can be backtested. */
  live: z.boolean().default(true),
  source: z.enum(['added', 'contract']).default('added'),
  /** Told when one reads it; not taken from what is written. */
  expected: z.unknown().optional(),
  last: z.unknown().optional(),
  ownerName: z.unknown().optional(),
  muted: z.unknown().optional(),
  excepted: z.unknown().optional(),
  imprecise: z.unknown().optional(),
}
const ofPort = { ...common, port: name, object: name.nullish(), column: nothing }
const ofProduct = { ...common, port: portOrAll, object: nothing, column: nothing }
const learnt = { band: band.optional(), season: season.default('none') }

const moment = z.iso.datetime({ offset: true, error: 'must be a time' })
/** The reference side of drift: the snapshot before, the first one kept, one by its id, or rows of a time. */
export const driftReference = z.union([
  z.enum(['previous', 'first']),
  z.strictObject({ from: moment, to: moment }),
  z.string().regex(/^[a-z]+_\w{1,96}$/, 'must be "previous", "first", a snapshot, or { from, to }'),
])
export type DriftReference = z.infer<typeof driftReference>

const volume = z.strictObject({ ...ofPort, kind: z.literal('volume'), ...learnt })
const freshness = z.strictObject({ ...ofPort, kind: z.literal('freshness'), maxAge: days })
const drift = z.strictObject({
  ...ofPort,
  kind: z.literal('drift'),
  column: name,
  statistic: statisticName.optional(),
  threshold: z.number('must be a number').positive('must be above zero').max(1_000_000).optional(),
  reference: driftReference.default('previous'),
  /** A column of times; `window` of the newest rows by it are the current side. */
  by: name.optional(),
  window: days.optional(),
})
const metric = z.strictObject({
  ...ofProduct,
  kind: z.literal('metric'),
  /** One SELECT over ports that its author may read, that gives one number. */
  sql: z.string('must be one SELECT statement').trim().min(1, 'must be one SELECT statement').max(20_000),
  purpose: z.string().max(100).optional(),
  ...learnt,
})
export const operators = ['=', '<>', '<', '<=', '>', '>='] as const
const relation = z.strictObject({
  ...ofPort,
  kind: z.literal('relation'),
  column: name,
  operator: z.enum(operators).default('='),
  /** Another column of the same row, or one of another port: each value of this one must stand there. */
  to: z.strictObject({ column: name, product: name.optional(), port: name.optional(), object: name.optional() }),
  purpose: z.string().max(100).optional(),
  /** Rows that may break it; none unless said. */
  band: band.optional(),
})
const access = z.strictObject({
  ...ofProduct,
  kind: z.literal('access'),
  /** Grants whose proof failed, or of which nobody made use for `unused`. */
  measure: z.enum(['drifted', 'unused']),
  unused: days.default('P90D'),
  band: band.optional(),
})
const serviceLevel = z.strictObject({
  ...ofProduct,
  kind: z.literal('service_level'),
  /** How long a request may wait for its decision. */
  within: days,
  band: band.optional(),
})
const ofContract = { source: z.literal('contract') }

/** Those of the contract may stand among them, as they were read: the contract alone changes them. */
export const writtenExpectation = z.discriminatedUnion(
  'kind',
  [
    volume,
    freshness,
    drift,
    metric,
    relation,
    access,
    serviceLevel,
    z.looseObject({ kind: z.literal('schema'), ...ofContract }),
    z.looseObject({ kind: z.literal('quality'), ...ofContract }),
  ],
  'must be volume, freshness, drift, metric, relation, access or service_level',
)
export type WrittenExpectation = z.infer<typeof writtenExpectation>
export const writtenItems = z.array(writtenExpectation).max(500, 'must be at most 500')
/** The custom property of a product's ODPS document under which its expectations may stand. */
export const documentProperty = 'expectations'
/** All of a product, as one document. */
export const expectationDocument = z.strictObject({ items: writtenItems })

/** What is kept of one: how it is measured, and what it is held against. */
export const addedAsk = z.discriminatedUnion('kind', [volume, freshness, drift, metric, relation, access, serviceLevel])
export type AddedAsk = z.infer<typeof addedAsk>
export type AddedKind = AddedAsk['kind']
export type AskOf<K extends AddedKind> = Extract<AddedAsk, { kind: K }>

const text = z.string()
/** What one that was added asks, beside what it is: told to those who may edit the product. */
export const expectationAsk = z.strictObject({
  band: band.optional(),
  season: season.optional(),
  maxAge: text.optional(),
  statistic: statisticName.optional(),
  threshold: z.number().optional(),
  reference: driftReference.optional(),
  by: text.optional(),
  window: text.optional(),
  sql: text.optional(),
  purpose: text.optional(),
  operator: z.enum(operators).optional(),
  to: z
    .strictObject({ column: text, product: text.optional(), port: text.optional(), object: text.optional() })
    .optional(),
  measure: z.enum(['drifted', 'unused']).optional(),
  unused: text.optional(),
  within: text.optional(),
})

/** What an expectation would have said of what is kept; `wereIncidents`: how many of those that fired a person took for a fault. */
export const backtest = z.strictObject({
  points: z.array(
    z.strictObject({
      at: text,
      value: z.number().nullable(),
      low: z.number().optional(),
      high: z.number().optional(),
      fired: z.boolean(),
      /** Why it could not be measured. */
      detail: text.optional(),
    }),
  ),
  fired: z.number(),
  wereIncidents: z.number(),
  /** What is measured of the past: kept snapshots, days of a column of times, or what was measured then. */
  over: z.enum(['snapshots', 'days', 'measurements']),
  /** There was more than was tried; the newest were. */
  truncated: z.boolean(),
})
export type Backtest = z.infer<typeof backtest>

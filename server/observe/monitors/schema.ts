import { z } from 'zod'

/** How two samples of one column are compared; docs/guide/drift.md defines each. */
export const statisticName = z.enum([
  'ks',
  'wasserstein',
  'jensen_shannon',
  'psi',
  'chi_square',
  'z',
  'hellinger',
  'total_variation',
])
export type StatisticName = z.infer<typeof statisticName>

const snapshotId = z.string().min(1).max(100)

export const driftAsk = z.strictObject({
  reference: snapshotId,
  current: snapshotId,
  /** Left out, every column that either snapshot has. */
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(500),
        statistic: statisticName.optional(),
        threshold: z.number().positive().max(1_000_000).optional(),
      }),
    )
    .min(1, 'name at least one column, or leave this out for all of them')
    .max(2_000)
    .optional(),
})
export type DriftAsk = z.infer<typeof driftAsk>
export type ColumnAsk = NonNullable<DriftAsk['columns']>[number]

/** JSON has no infinity. */
const finiteOrNot = z.union([z.number(), z.literal('Infinity')])
/** One measure on both sides; `change` is current less reference. Moments are in seconds since 1970. */
const shift = z.strictObject({
  reference: z.number().nullable(),
  current: z.number().nullable(),
  change: z.number().nullable(),
  exact: z.boolean(),
  /** Where it is an estimate: its standard error as a share of itself. */
  error: z.number().optional(),
})
export type Shift = z.infer<typeof shift>
export const shiftName = z.enum([
  'nulls',
  'notNumbers',
  'distinct',
  'min',
  'max',
  'mean',
  'p5',
  'p25',
  'p50',
  'p75',
  'p95',
])
export type ShiftName = z.infer<typeof shiftName>

export const driftColumn = z.strictObject({
  name: z.string(),
  type: z.string(),
  statistic: statisticName,
  value: finiteOrNot.nullable(),
  pValue: z.number().optional(),
  threshold: z.number(),
  /** Null where neither side can be judged; `error` says why. */
  drifted: z.boolean().nullable(),
  exact: z.boolean(),
  error: z.string().optional(),
  /** What is left out of the statistic, and what changed beside it. */
  shifts: z.partialRecord(shiftName, shift),
})
export type DriftColumn = z.infer<typeof driftColumn>

export const driftReport = z.strictObject({
  columns: z.array(driftColumn),
  /** How many columns drifted. */
  drifted: z.number().int().nonnegative(),
  /** Their share of the columns that could be judged; null where none could. */
  share: z.number().nullable(),
})
export type DriftReport = z.infer<typeof driftReport>

/** What an owner asks of a product beside its contract: one item of `PUT /products/{slug}/expectations`. */

const name = z.string().min(1, 'must not be empty').max(500)
const bound = z.number()
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
const days = z.string().regex(/^P([1-9]\d{0,3})[DW]$/, 'must be days or weeks, as in P7D or P2W')

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
}
const ofPort = { ...common, port: name, object: name.nullish(), column: nothing }
const ofProduct = { ...common, port: portOrAll, object: nothing, column: nothing }
const learnt = { band: band.optional(), season: season.default('none') }

/** The reference side of drift: the snapshot before, the first one kept, one by its id, or rows of a time. */
export const driftReference = z.union([
  z.enum(['previous', 'first']),
  z.strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
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
  threshold: z.number().positive().max(1_000_000).optional(),
  reference: driftReference.default('previous'),
  /** A column of times; `window` of the newest rows by it are the current side. */
  by: name.optional(),
  window: days.optional(),
})
const metric = z.strictObject({
  ...ofProduct,
  kind: z.literal('metric'),
  /** One SELECT over ports that its author may read, that gives one number. */
  sql: z.string().trim().min(1, 'must be one SELECT statement').max(20_000),
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
export const writtenExpectation = z.discriminatedUnion('kind', [
  volume,
  freshness,
  drift,
  metric,
  relation,
  access,
  serviceLevel,
  z.looseObject({ kind: z.literal('schema'), ...ofContract }),
  z.looseObject({ kind: z.literal('quality'), ...ofContract }),
])
export type WrittenExpectation = z.infer<typeof writtenExpectation>

/** What is kept of one: how it is measured, and what it is held against. */
export const addedAsk = z.discriminatedUnion('kind', [volume, freshness, drift, metric, relation, access, serviceLevel])
export type AddedAsk = z.infer<typeof addedAsk>
export type AddedKind = AddedAsk['kind']
export type AskOf<K extends AddedKind> = Extract<AddedAsk, { kind: K }>

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

import { z } from 'zod'

/** What should be, what was measured of it, and what is not as it should be. Runs anywhere; the screens take their types from here. */

/** What a promise is about, in the words of the public surface. */
export const expectationKinds = ['schema', 'quality', 'freshness'] as const
export type ExpectationKind = (typeof expectationKinds)[number]

/** How grave it is that a promise is broken: `error` keeps rows back or readers waiting. */
export const severities = ['error', 'warning'] as const
export type Severity = (typeof severities)[number]

const text = z.string()
const time = z.string()

/** One promise that is watched. */
export const expectation = z.strictObject({
  id: text,
  port: text,
  object: text.nullable(),
  column: text.nullable(),
  kind: z.enum(expectationKinds),
  title: text,
  /** What it asks, in words. */
  expected: text,
  severity: z.enum(severities),
  /** `contract`: it comes and goes with the contract. */
  source: z.enum(['contract', 'added']),
  /** How it stood last; null while nothing was measured. */
  last: z
    .strictObject({ at: time, value: z.number().nullable(), state: z.enum(['kept', 'broken', 'unknown']) })
    .nullable(),
  /** Until when nobody is told that it is broken, why, and who said so; null where somebody is. */
  muted: z.strictObject({ until: time, why: text, by: text }).nullable(),
  /** Its alarms were false so often that nobody is told until one was fixed. */
  imprecise: z.boolean(),
})
export type Expectation = z.infer<typeof expectation>

export const measurementStates = ['kept', 'broken', 'unknown'] as const
export type MeasurementState = (typeof measurementStates)[number]

/** One number of one moment. `low` and `high`: the band it was to lie in, where there is one. */
export const measurement = z.strictObject({
  at: time,
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  state: z.enum(measurementStates),
  detail: text.nullable(),
})
export type Measurement = z.infer<typeof measurement>

export const incidentStates = ['open', 'acknowledged', 'resolved', 'regressed'] as const
export type IncidentState = (typeof incidentStates)[number]
/** Those that somebody has to look after. */
export const liveStates = ['open', 'acknowledged', 'regressed'] as const satisfies readonly IncidentState[]
export const resolutions = ['fixed', 'expected', 'false_alarm'] as const
export type Resolution = (typeof resolutions)[number]

export const incident = z.strictObject({
  id: text,
  state: z.enum(incidentStates),
  /** `domain`: whose it is, by slug. */
  product: z.strictObject({ id: text, slug: text, title: text, domain: text }),
  port: text,
  title: text,
  /** What is known of why, in one sentence. */
  cause: text,
  severity: z.enum(severities),
  owner: z.strictObject({ id: text, name: text }),
  /** In how many looks it was seen. */
  seen: z.number(),
  firstSeenAt: time,
  lastSeenAt: time,
  acknowledgedAt: time.nullable(),
  resolvedAt: time.nullable(),
  resolvedAs: z.enum(resolutions).nullable(),
})
export type Incident = z.infer<typeof incident>

export const incidentEventKinds = ['opened', 'acknowledged', 'resolved', 'recovered', 'regressed'] as const
export type IncidentEventKind = (typeof incidentEventKinds)[number]

/** An incident with what became of it, and the promises that it broke. */
export const incidentDetail = incident.extend({
  events: z.array(
    z.strictObject({ kind: z.enum(incidentEventKinds), by: text.nullable(), note: text.nullable(), at: time }),
  ),
  expectations: z.array(expectation),
})
export type IncidentDetail = z.infer<typeof incidentDetail>

const note = z.string().trim().max(2_000, 'must have at most 2,000 characters')
export const acknowledgement = z.strictObject({ note: note.optional() })
export const resolving = z.strictObject({ as: z.enum(resolutions), note: note.min(1, 'must say why') })

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

/** One promise, or all of a product. With a bucket, each hour or day (UTC) is one entry. */
export const measurementsAsk = z.strictObject({
  expectation: z.string().max(100).optional(),
  product: z.string().max(100).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  bucket: z.enum(['hour', 'day']).optional(),
})

/** A measurement with the promise that it is of. */
export const measured = measurement.extend({ expectation: text })
export type Measured = z.infer<typeof measured>
/** An hour or a day, by its beginning: `value` and the band are those of its last measurement, `state` is its worst. */
export const bucket = measured.extend({
  least: z.number().nullable(),
  greatest: z.number().nullable(),
  kept: z.number(),
  broken: z.number(),
  unknown: z.number(),
})
export type Bucket = z.infer<typeof bucket>
/** What a list of either holds. */
export const point = measured.extend(
  bucket.partial().pick({ least: true, greatest: true, kept: true, broken: true, unknown: true }).shape,
)

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
  events: z.array(z.strictObject({ incident: text, kind: z.enum(incidentEventKinds), at: time })),
})
export type PromiseLine = z.infer<typeof promiseLine>
export const productLines = z.strictObject({ product: promiseRow.shape.product, items: z.array(promiseLine) })
export type ProductLines = z.infer<typeof productLines>

/** At most 90 days; what it ends by is the clock. */
export const muting = z.strictObject({
  until: z.iso.datetime({ offset: true }),
  why: note.min(1, 'must say why'),
})

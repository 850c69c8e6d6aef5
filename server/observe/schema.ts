import { z } from 'zod'
import { band, expectationAsk } from './added-schema'

/** What should be, what was measured of it, and what is not as it should be. Runs anywhere; the screens take their types from here. */

/** What a promise is about, in the words of the public surface. */
export const expectationKinds = [
  'schema',
  'quality',
  'freshness',
  'volume',
  'drift',
  'metric',
  'relation',
  'access',
  'service_level',
] as const
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
  /** `on_change`: with each new snapshot; else a cron expression (UTC). */
  schedule: text,
  owner: text,
  ownerName: text,
  /** False: it is measured by nobody, and can be backtested. */
  live: z.boolean(),
  /** How it stood last; null while nothing was measured. */
  last: z
    .strictObject({ at: time, value: z.number().nullable(), state: z.enum(['kept', 'broken', 'unknown']) })
    .nullable(),
  /** Until when nobody is told that it is broken, why, and who said so; null where somebody is. */
  muted: z.strictObject({ until: time, why: text, by: text }).nullable(),
  /** Until when it is kept too while it is no worse than it was when that was said to be expected, why, and who said so. */
  excepted: z.strictObject({ until: time, why: text, by: text }).nullable(),
  /** Its alarms were false so often that nobody is told until one was fixed. */
  imprecise: z.boolean(),
})
export type Expectation = z.infer<typeof expectation>

/** As those who may edit the product see it, with what was added as it may be written again. */
export const shownExpectation = expectation.extend(expectationAsk.shape)
export type ShownExpectation = z.infer<typeof shownExpectation>

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

export const incidentEventKinds = [
  'opened',
  'acknowledged',
  'resolved',
  'recovered',
  'regressed',
  'adjusted',
  'undone',
  'refused',
] as const
export type IncidentEventKind = (typeof incidentEventKinds)[number]

/** What can be done about an incident. */
export const adjustmentKinds = ['roll_back', 'degrade', 'pause', 'rerun', 'rebaseline', 'new_version', 'tell'] as const
export type AdjustmentKind = (typeof adjustmentKinds)[number]
export const verdicts = ['pending', 'helped', 'no_change', 'worse'] as const
export type Verdict = (typeof verdicts)[number]

/** What was done about an incident, and whether it helped. */
export const adjustment = z.strictObject({
  id: text,
  kind: z.enum(adjustmentKinds),
  by: text,
  /** Whether a rule did it, with the rights of who wrote it. */
  byRule: z.boolean(),
  at: time,
  note: text,
  /** Until when it stands by itself: of a pause. */
  until: time.nullable(),
  /** Whether it can be taken back by hand. */
  reversible: z.boolean(),
  undoneAt: time.nullable(),
  /** Null where it ended by itself, with its incident. */
  undoneBy: text.nullable(),
  verdict: z.enum(verdicts),
  /** Why, in one sentence; null while it is pending. */
  verdictWhy: text.nullable(),
  verdictAt: time.nullable(),
  /** What is measured until then decides. */
  measureUntil: time,
  /** What came of it: by object, the snapshots a port was taken from and to; the runs asked for; the draft; how many were told. */
  outcome: z.strictObject({
    from: z.record(z.string(), text).optional(),
    to: z.record(z.string(), text).optional(),
    runs: z.array(text).optional(),
    version: text.optional(),
    told: z.number().optional(),
    /** Titles of what is held against what was then. */
    rebaselined: z.array(text).optional(),
  }),
})
export type Adjustment = z.infer<typeof adjustment>

/** What came before an incident and may be its cause, in words, with the id of what to look at. */
export const upstream = z.strictObject({
  kind: z.enum(['snapshot', 'schema_change', 'incident']),
  at: time,
  text,
  asset: text.nullable(),
  snapshot: text.nullable(),
  incident: text.nullable(),
})
export type Upstream = z.infer<typeof upstream>
/** Whom an incident reaches: a product by what it shows or reads, or who holds the port. */
export const affected = z.strictObject({
  kind: z.enum(['product', 'holder']),
  id: text,
  /** A product's. */
  slug: text.nullable(),
  name: text,
  why: text,
})
export type Affected = z.infer<typeof affected>

/** An incident with what became of it, and the promises that it broke. */
export const incidentDetail = incident.extend({
  events: z.array(
    z.strictObject({ kind: z.enum(incidentEventKinds), by: text.nullable(), note: text.nullable(), at: time }),
  ),
  expectations: z.array(expectation),
  /** What was done about it, the newest first. */
  adjustments: z.array(adjustment),
  /** The newest first, a few; only what the caller may know of. */
  upstream: z.array(upstream),
  /** Only whom the caller may know of. */
  affected: z.array(affected),
})
export type IncidentDetail = z.infer<typeof incidentDetail>

const note = z.string().trim().max(2_000, 'must have at most 2,000 characters')
export const acknowledgement = z.strictObject({ note: note.optional() })
export const resolving = z.strictObject({
  as: z.enum(resolutions),
  note: note.min(1, 'must say why'),
  /** Of what is expected: until when its promises are kept while they are no worse than now. It takes the right to publish the product. */
  exceptUntil: z.iso.datetime({ offset: true }).optional(),
})

const DAYS = 30 // that a port may be paused at most
/** How long a port may be paused, in ms. */
export const longestPause = DAYS * 86_400_000
export const adjusting = z.strictObject({
  kind: z.enum(adjustmentKinds),
  note: note.min(1, 'must say why'),
  /** Until when a port is paused: needed for that, and for nothing else. */
  until: z.iso.datetime({ offset: true }).optional(),
  /** What is right from now on, where a fixed band is replaced. */
  band: band.optional(),
  /** How many hours from now what is measured decides whether it helped. */
  measureHours: z.number().int().min(1).max(168, 'must be at most a week').default(24),
})
export type Adjusting = z.infer<typeof adjusting>

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

/** At most 90 days; what it ends by is the clock. */
export const muting = z.strictObject({
  until: z.iso.datetime({ offset: true }),
  why: note.min(1, 'must say why'),
})

import { z } from 'zod'
import { band, driftReference, operators, season, statisticName } from './monitors/schema'

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
})
export type Expectation = z.infer<typeof expectation>

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
export const shownExpectation = expectation.extend(expectationAsk.shape)
export type ShownExpectation = z.infer<typeof shownExpectation>

/** What an expectation would have said of what is kept; `wereIncidents`: how many of those that fired a person took for a fault. */
export const backtest = z.strictObject({
  points: z.array(
    z.strictObject({
      at: time,
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

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

import { bind, fieldOf, type Match } from './expression'
import type { JobFunction } from './registration'

/** An event as functions see it. */
export interface JobEvent {
  id: string
  name: string
  ts: number
  data: Record<string, unknown>
}

/** The row of a new run. */
export interface RunPlan {
  fn: string
  event: JobEvent
  attempts: number
  cap: number | null
  tenant: string
  lane: string
  idem?: string
  cancels: { event: string; match: Match[] }[]
}

const asText = (value: unknown) => (value == null ? '' : typeof value === 'string' ? value : JSON.stringify(value))

/** Whose an event is: its organisation, or that of the failed run it tells of; '' when it belongs to none. */
export const tenantOf = (event: JobEvent) =>
  asText(fieldOf(event, ['data', 'org']) ?? fieldOf(event, ['data', 'event', 'data', 'org']))

/** The run that an event makes of a function. */
export const planRun = (fn: JobFunction, event: JobEvent): RunPlan => ({
  fn: fn.id,
  event,
  attempts: fn.attempts,
  cap: fn.cap,
  tenant: tenantOf(event),
  // Without a key of its own a function still has a lane per tenant; only a cap for all tenants together needs one lane.
  lane: `${fn.id}:${fn.laneBy ? asText(fieldOf(event, fn.laneBy)) : fn.cap ? '' : tenantOf(event)}`,
  idem: fn.idempotentBy ? `${fn.id}:${asText(fieldOf(event, fn.idempotentBy))}` : undefined,
  cancels: fn.cancels.flatMap((cancel) => {
    const match = bind(cancel.if, event)
    return match ? [{ event: cancel.event, match }] : []
  }),
})

/** Whether an event starts a run of a function. */
export const isTriggered = (fn: JobFunction, event: JobEvent) =>
  fn.triggers.some((trigger) => trigger.event === event.name && bind(trigger.expression, event)?.length === 0)

import { type GetStepTools, Inngest, type InngestFunction, NonRetriableError } from 'inngest'
import type { z } from 'zod'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import { mintScope, type OrgScope } from '@/server/platform/db'
import { env } from '@/server/platform/env'
import { log } from '@/server/platform/log'
import * as tenancy from '@/server/tenancy'
import { FinalErrors } from './final-errors'
import { StableEventIds } from './stable-ids'

// With it set, the SDK would take unsigned calls, in production too; `isDev` alone would not stop every path.
delete process.env.INNGEST_DEV

const { INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY, INNGEST_BASE_URL, JOB_PORT } = env()

// Copies of what Stoa itself keeps are made by jobs.
ingestion.supplyRecords(access.showRecords)

/** The jobs' client: speaks to the embedded runner's event API, or to the Inngest server that stands in for it. */
export const inngest = new Inngest({
  id: 'stoa',
  isDev: false,
  checkpointing: false,
  signingKey: INNGEST_SIGNING_KEY,
  eventKey: INNGEST_EVENT_KEY,
  baseUrl: INNGEST_BASE_URL ?? `http://127.0.0.1:${JOB_PORT ?? 8288}`,
  middleware: [StableEventIds, FinalErrors],
  logger: {
    info: (...words) => log.info(words.map(String).join(' ')),
    warn: (...words) => log.warn(words.map(String).join(' ')),
    error: (...words) => log.error(words.map(String).join(' ')),
    debug: () => {},
  },
})

/** What a stage lists in its events.ts: a name, and the ids that go with it. */
interface EventDefinition<Data extends { org: string }> {
  name: string
  data: z.ZodType<Data>
}
export type Step = GetStepTools<typeof inngest>
type Options<Data extends { org: string }> = {
  /** The function's name, imperative, as its file. */
  id: string
  /** What wakes it: one event, or any of several. */
  event: EventDefinition<Data> | EventDefinition<Data>[]
  /** Steps of one organisation at a time; its other runs wait. */
  limit?: number
} & Pick<InngestFunction.Options, 'cancelOn' | 'retries' | 'idempotency'>

/** Steps of one organisation that a function runs at once, unless it says otherwise. */
const limitOfOrganisation = 4

/**
 * A function that works for one organisation: parses the event, takes the organisation's scope, and hands both on. Its runs are
 * limited per organisation, so that one organisation's events wait behind each other and not before another's.
 */
export function tenantFunction<Data extends { org: string }>(
  { id, event, limit = limitOfOrganisation, ...options }: Options<Data>,
  handler: (job: { scope: OrgScope; data: Data; step: Step; runId: string }) => Promise<unknown>,
) {
  const concurrency = { key: 'event.data.org', limit }
  const events = [event].flat()
  const triggers = events.map(({ name }) => ({ event: name }))
  return inngest.createFunction({ id, triggers, concurrency, ...options }, async (run) => {
    const name: string = run.event.name
    const parsed = events.find((one) => one.name === name)?.data.safeParse(run.event.data)
    if (!parsed?.success)
      throw new NonRetriableError(
        `${name} does not hold what it should: ${parsed?.error.message ?? 'it is not awaited'}`,
      )
    const job = { scope: mintScope(parsed.data.org), data: parsed.data, step: run.step as Step, runId: run.runId }
    return handler(job)
  })
}

/**
 * A cron that asks something of every organisation: it only sends each its own event, which wakes a tenant function. The event's
 * data is the organisation alone.
 */
export function sweepFunction({
  id,
  cron,
  event,
}: {
  id: string
  cron: string
  event: EventDefinition<{ org: string }>
}) {
  return inngest.createFunction({ id, triggers: [{ cron }] }, async ({ step }) => {
    const orgs = await step.run('organisations', () => tenancy.listOrganisationIds())
    if (orgs.length > 0)
      await step.sendEvent(
        'each',
        orgs.map((org) => ({ name: event.name, data: { org } })),
      )
  })
}

import { z } from 'zod'

const ids = <K extends string>(...names: K[]) =>
  z.strictObject({
    org: z.string(),
    ...(Object.fromEntries(names.map((name) => [name, z.string()])) as Record<K, z.ZodString>),
  })

/** A person or a schedule asked for a copy. */
export const syncRequested = { name: 'ingestion/sync.requested', data: ids('run') }
/** A run ended, however it did. */
export const runEnded = { name: 'ingestion/run.ended', data: ids('run') }
/** An asset has a new current snapshot. */
export const snapshotRecorded = { name: 'ingestion/snapshot.recorded', data: ids('asset', 'snapshot') }
/** A schedule was set, or its next time came and went. */
export const scheduleChanged = { name: 'ingestion/schedule.changed', data: ids('connection') }

import * as ingestion from '@/server/ingestion'
import { tenantFunction } from './client'

/** Waits for a schedule's next time and asks for its copies then; a schedule that was changed meanwhile has its own waiter. */
export const scheduleSyncs = tenantFunction(
  { id: 'schedule-syncs', event: ingestion.scheduleChanged },
  async ({ scope, data, step }) => {
    const due = await step.run(
      'next',
      async () => (await ingestion.findConnection(scope, { id: data.connection }))?.nextSyncAt,
    )
    if (!due) return
    await step.sleepUntil('wait', due)
    await step.run('sync', () => ingestion.syncDue(scope, data.connection, new Date(due)))
  },
)

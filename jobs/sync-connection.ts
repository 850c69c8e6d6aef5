import * as ingestion from '@/server/ingestion'
import { tenantFunction } from './client'

/** Pauses between two looks at a run, in seconds: short at first, as most runs are. */
const pauseAfter = (looks: number) => Math.min(1 + looks, 60)
/** Looks after which the run is left to itself: over seven hours, and two steps each; an Inngest server allows a run 1,000. */
const mostLooks = 490

/** Copies what was asked for: starts leased work and looks after it until it has ended. */
export const syncConnection = tenantFunction(
  { id: 'sync-connection', event: ingestion.syncRequested },
  async ({ scope, data, step }) => {
    for (let look = 0; look < mostLooks; look++) {
      const run = await step.run(`advance-${look}`, () => ingestion.advanceRun(scope, data.run))
      if (run.ended) return run.state
      await step.sleep(`pause-${look}`, `${pauseAfter(look)}s`)
    }
    return 'left'
  },
)

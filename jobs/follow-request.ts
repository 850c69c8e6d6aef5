import * as access from '@/server/access'
import { tenantFunction } from './client'

/** Looks of one run at most; a request changes hands, is reminded of and climbs less often, and the sweep takes over from there. */
const mostLooks = 300
const DAY = 86_400_000 // ms

/**
 * Follows a request until it is decided: waits for what people do, or for the time when the clock has something to do with it. The
 * table tells both; the event only wakes. A run that is lost, or comes twice, changes nothing: the sweep looks as well.
 */
export const followRequest = tenantFunction(
  { id: 'follow-request', event: access.requestSubmitted },
  async ({ scope, data, step }) => {
    for (let look = 0; look < mostLooks; look++) {
      const next = await step.run(`look-${look}`, async () => {
        const due = await access.advanceRequest(scope, data.request)
        return due && { ms: Math.max(1_000, due.getTime() - Date.now()) }
      })
      if (!next) return 'decided'
      await step.waitForEvent(`wait-${look}`, {
        event: access.requestMoved.name,
        if: 'event.data.org == async.data.org && event.data.request == async.data.request',
        timeout: Math.min(next.ms, 30 * DAY),
      })
    }
    return 'left'
  },
)

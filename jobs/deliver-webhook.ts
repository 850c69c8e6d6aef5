import * as notify from '@/server/notify'
import { tenantFunction } from './client'

/** More looks than tries, since another process may be at it for a while. */
const mostLooks = 20

/** Delivers a message to a webhook, and tries again where that fails, ever later. */
export const deliverWebhook = tenantFunction(
  { id: 'deliver-webhook', event: notify.deliveryQueued },
  async ({ scope, data, step }) => {
    for (let look = 0; look < mostLooks; look++) {
      const again = await step.run(`deliver ${look}`, () => notify.deliver(scope, data.delivery))
      if (again === null) return
      await step.sleepUntil(`wait ${look}`, new Date(again))
    }
  },
)

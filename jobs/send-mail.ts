import * as notify from '@/server/notify'
import { tenantFunction } from './client'

/** More looks than tries, since another process may be at it for a while. */
const mostLooks = 20

/** Sends a mail, and tries again where that fails, ever later. */
export const sendMail = tenantFunction({ id: 'send-mail', event: notify.mailQueued }, async ({ scope, data, step }) => {
  for (let look = 0; look < mostLooks; look++) {
    const again = await step.run(`send ${look}`, () => notify.sendMail(scope, data.mail))
    if (again === null) return
    await step.sleepUntil(`wait ${look}`, new Date(again))
  }
})

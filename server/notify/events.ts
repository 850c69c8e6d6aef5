import { z } from 'zod'

/** A mail waits to be sent; its id is the notification's. */
export const mailQueued = { name: 'notify/mail.queued', data: z.strictObject({ org: z.string(), mail: z.string() }) }
/** A message waits for a webhook. */
export const deliveryQueued = {
  name: 'notify/delivery.queued',
  data: z.strictObject({ org: z.string(), delivery: z.string() }),
}
/** The kind of notification that owners get of a webhook that was switched off. */
export const webhookDisabled = 'notify/webhook.disabled'

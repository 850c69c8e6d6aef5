import { z } from 'zod'

/** What people are told, and whom. */
export interface NewNotification {
  /** Members' ids, or agents' whose sponsors are meant; the same person twice is told once. */
  to: string[]
  /** What happened, as an event is named: `access/request.submitted`. */
  kind: string
  /** One sentence. */
  title: string
  body?: string
  /** Where to go, within the organisation's address: `/inbox`. */
  link: string
}

export const notification = z.strictObject({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  body: z.string().nullable(),
  link: z.string(),
  createdAt: z.string(),
  readAt: z.string().nullable(),
})
export type Notification = z.infer<typeof notification>

/**
 * What people may be told of, and whether it also arrives by mail unless they say otherwise: what waits for them, what ends a right.
 * What is `personal` is between them and the portal: no webhook hears of it.
 */
export const kinds: readonly { kind: string; title: string; mail: boolean; personal?: true }[] = [
  { kind: 'access/request.submitted', title: 'A request waits for your decision', mail: true },
  { kind: 'access/request.decided', title: 'A request of yours was decided', mail: false },
  { kind: 'access/grant.ended', title: 'A right of yours, or one over your data, has ended', mail: true },
  { kind: 'access/grant.suspended', title: 'A right of yours is closed in its source for now', mail: true },
  { kind: 'access/grant.resumed', title: 'A right of yours is open in its source again', mail: true },
  {
    kind: 'catalog/wanted.answered',
    title: 'Something you searched for in vain is there now',
    mail: false,
    personal: true,
  },
  { kind: 'observe/incident.opened', title: 'A promise of a product of yours is broken', mail: true },
  { kind: 'observe/incident.regressed', title: 'A promise that was mended is broken again', mail: true },
  { kind: 'observe/port.broken', title: 'A promise of data that you hold is broken', mail: false },
  { kind: 'observe/port.told', title: 'Somebody writes of data that you hold', mail: true },
  { kind: 'notify/webhook.disabled', title: 'A webhook was switched off because it kept failing', mail: true },
]

export const choice = z.strictObject({ kind: z.string(), title: z.string(), mail: z.boolean() })
export type Choice = z.infer<typeof choice>
export const choices = z.strictObject({
  items: z.array(choice),
  /** Whether this installation sends mail at all. */
  sends: z.boolean(),
})
export const newChoices = z.strictObject({
  items: z.array(z.strictObject({ kind: z.enum(kinds.map(({ kind }) => kind)), mail: z.boolean() })).max(kinds.length),
})
export type NewChoices = z.infer<typeof newChoices>

export const webhookUrl = z
  .url('must be an address')
  .max(500, 'must have at most 500 characters')
  .regex(/^https?:\/\//, 'must begin with https:// or http://')
  .refine((text) => URL.canParse(text) && !new URL(text).username && !new URL(text).password, 'must hold no password')
export const webhook = z.strictObject({
  id: z.string(),
  url: z.string(),
  state: z.enum(['active', 'disabled']),
  /** Failed tries since the last that arrived. */
  failures: z.number().int(),
  /** Why it was switched off. */
  problem: z.string().nullable(),
  /** Until when messages are signed with the secret before the newest as well. */
  olderSecretUntil: z.string().nullable(),
  createdAt: z.string(),
})
export type Webhook = z.infer<typeof webhook>
export const newWebhook = z.strictObject({ url: webhookUrl })
export const webhookChange = z.strictObject({
  url: webhookUrl.optional(),
  state: z.enum(['active', 'disabled']).optional(),
})

/** Whether the secret of before ends at once, since somebody else may know it. */
export const newSecret = z.strictObject({ atOnce: z.boolean().default(false) })

export const delivery = z.strictObject({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['pending', 'sent', 'failed']),
  attempts: z.number().int(),
  /** The HTTP status of the last answer. */
  status: z.number().int().nullable(),
  problem: z.string().nullable(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  /** When it is tried again. */
  nextAt: z.string().nullable(),
})
export type Delivery = z.infer<typeof delivery>

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

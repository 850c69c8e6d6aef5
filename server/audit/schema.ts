import { z } from 'zod'

/** What anything that changes or reads leaves behind. */
export interface NewEntry {
  /** A principal's id, or `system`. */
  actor: string
  /** `product.published`: what was done, past tense, to what kind of thing. */
  action: string
  resource: { type: string; id: string }
  /** More of it, small: ids, names, counts; never a secret or a value of somebody's data. */
  detail?: Record<string, unknown>
  requestId?: string
}

export const entry = z.strictObject({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  detail: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
  /** Place in the organisation's chain; null until it is sealed, within 2 s. */
  seq: z.number().int().nullable(),
  prevHash: z.string().nullable(),
  hash: z.string().nullable(),
})
export type Entry = z.infer<typeof entry>

export const filter = z.strictObject({
  actor: z.string().max(200).optional(),
  /** An action, or its beginning up to a dot: `product` finds `product.published`. */
  action: z.string().max(200).optional(),
  /** A kind of thing, or the id of one. */
  resource: z.string().max(300).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type Filter = z.infer<typeof filter>

/** A head of the chain: the place and the hash of its last sealed entry, as `17:ab12…`. */
export const head = z.string().regex(/^\d+:[0-9a-f]{64}$/, 'must be a head that an earlier verification gave')

export const verification = z.union([
  z.strictObject({ ok: z.literal(true), entries: z.number().int(), unsealed: z.number().int(), head: head.nullable() }),
  z.strictObject({ ok: z.literal(false), at: z.string(), reason: z.string() }),
])
export type Verification = z.infer<typeof verification>

export const check = z.strictObject({
  at: z.string(),
  actor: z.string(),
  ok: z.boolean(),
  entries: z.number().int(),
  reason: z.string().nullable(),
})
export type Check = z.infer<typeof check>

import { z } from 'zod'

/** What may be asked of ports, and how answers look. */

export const format = z.enum(['json', 'csv', 'arrow', 'parquet'])
export type Format = z.infer<typeof format>

export const mostRows = 10_000
const limit = z.coerce.number().int().min(1).max(mostRows)

export const ask = z.strictObject({
  sql: z.string().trim().min(1, 'must be one SELECT statement').max(200_000),
  purpose: z.string().max(100).optional(),
  /** Rows of a JSON answer; a download has no limit but one that is named. */
  limit: limit.optional(),
  format: format.default('json'),
})
export type Ask = z.infer<typeof ask>

export const rowsAsk = z.strictObject({
  product: z.string().max(200),
  port: z.string().max(200),
  object: z.string().max(200).optional(),
  /** Names separated by commas. */
  columns: z.string().max(20_000).optional(),
  /** One expression over the columns. */
  where: z.string().max(20_000).optional(),
  purpose: z.string().max(100).optional(),
  limit: limit.optional(),
  format: format.default('json'),
})
export type RowsAsk = z.infer<typeof rowsAsk>

const column = z.strictObject({ name: z.string(), type: z.string() })

/** The contract's terms an answer comes under. */
export const terms = z.strictObject({
  product: z.string(),
  port: z.string(),
  contract: z.string(),
  contractVersion: z.string(),
  purpose: z.string().nullable(),
  endsAt: z.string().nullable(),
})

export const answer = z.strictObject({
  columns: z.array(column),
  rows: z.array(z.array(z.json())),
  rowCount: z.number().int(),
  truncated: z.boolean(),
  /** ms */
  took: z.number(),
  grants: z.array(z.string()),
  terms: z.array(terms),
  receipt: z.string(),
  query: z.string(),
})
export type Answer = z.infer<typeof answer>

/** One port an answer stood on. A reader by role (owner or publisher of its domain) has no grant. */
export const source = z.strictObject({
  grant: z.string().nullable(),
  endsAt: z.string().nullable(),
  productId: z.string(),
  product: z.string(),
  port: z.string(),
  productVersion: z.string(),
  contractId: z.string(),
  contractVersion: z.string(),
  policyVersion: z.string().nullable(),
  /** The rows that the grant shows, as one expression; left out where it shows every row. */
  rows: z.string().optional(),
  objects: z.array(
    z.strictObject({ name: z.string(), snapshot: z.string(), hash: z.string(), columns: z.array(z.string()) }),
  ),
  /** Of a context product: what was quoted, as it was. */
  items: z.array(z.strictObject({ id: z.string(), hash: z.string() })).optional(),
})
export type Source = z.infer<typeof source>

export const receipt = z.strictObject({
  id: z.string(),
  query: z.string(),
  at: z.string(),
  sql: z.string(),
  format,
  purpose: z.string().nullable(),
  sources: z.array(source),
})
export type Receipt = z.infer<typeof receipt>

/** A receipt today: whether the same statement would stand on the same things, and if not, what moved. */
export const heldReceipt = receipt.extend({ holds: z.boolean(), because: z.array(z.string()) })
export type HeldReceipt = z.infer<typeof heldReceipt>

export const queryRun = z.strictObject({
  id: z.string(),
  sql: z.string(),
  purpose: z.string().nullable(),
  format,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  rows: z.number().nullable(),
  took: z.number().nullable(),
  error: z.string().nullable(),
  receipt: z.string().nullable(),
})
export type QueryRun = z.infer<typeof queryRun>

/** A port one may read, as the editor completes it. `name` is how SQL writes it. */
export const readablePort = z.strictObject({
  product: z.string(),
  port: z.string(),
  /** Rows are queried; items are searched, and have no objects here. */
  shows: z.enum(['rows', 'items']),
  purpose: z.string().nullable(),
  grant: z.string().nullable(),
  endsAt: z.string().nullable(),
  /** The rows that the grant shows, as one expression; null where it shows every row. */
  rows: z.string().nullable(),
  /** Why it is served to nobody at this moment, and until when; null while it is. */
  paused: z.string().nullable(),
  objects: z.array(
    z.strictObject({
      object: z.string(),
      name: z.array(z.string()),
      /** Null where the reader sees but some of them. */
      rows: z.number().nullable(),
      /** `masks`: how a column may be shown in place of its value; none where it is plain. */
      columns: z.array(z.strictObject({ name: z.string(), type: z.string(), masks: z.array(z.string()) })),
    }),
  ),
})
export type ReadablePort = z.infer<typeof readablePort>

const time = z.string().nullable()

/** PostgreSQL holds no such character. */
const withoutNul = [(text: string) => !text.includes('\0'), 'must have no NUL'] as const

export const itemAsk = z.strictObject({
  id: z
    .string()
    .max(100)
    .refine(...withoutNul),
  purpose: z
    .string()
    .max(100)
    .refine(...withoutNul)
    .optional(),
})

export const contextAsk = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1, 'must say what to look for')
    .max(1_000)
    .refine(...withoutNul),
  /** Of one product only. */
  product: z
    .string()
    .max(200)
    .refine(...withoutNul)
    .optional(),
  purpose: z
    .string()
    .max(100)
    .refine(...withoutNul)
    .optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
  cursor: z.string().max(20).optional(),
})
export type ContextAsk = z.infer<typeof contextAsk>

/** An item without its text, and the right by which it is read; without a grant, by role in the product's domain. */
export const itemHead = z.strictObject({
  id: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  createdAt: time,
  changedAt: time,
  /** Its address, or its place in the source where that has no addresses. */
  link: z.string(),
  product: z.string(),
  productTitle: z.string(),
  port: z.string(),
  connection: z.string(),
  ref: z.string(),
  grant: z.string().nullable(),
  purpose: z.string().nullable(),
  /** When it was read from its source. */
  readAt: z.string(),
})
export type ItemHead = z.infer<typeof itemHead>

/** A part of the text of an item, to the letter: `from` and `to` are its place there, `marks` where in the quote the words stand. */
export const quote = z.strictObject({
  text: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type Quote = z.infer<typeof quote>

export const contextHit = itemHead.extend({ quote })
export type ContextHit = z.infer<typeof contextHit>

export const contextFound = z.strictObject({
  items: z.array(contextHit),
  /** Of what the asker may read. */
  total: z.number().int(),
  /** There are more than are counted. */
  estimated: z.boolean(),
  nextCursor: z.string().nullable(),
  /** ms */
  took: z.number(),
  /** Null where nothing was quoted. */
  receipt: z.string().nullable(),
})
export type ContextFound = z.infer<typeof contextFound>

export const shownItem = itemHead.extend({
  body: z.string(),
  /** The others of its thread that the asker may read, oldest first. */
  thread: z.array(z.strictObject({ id: z.string(), title: z.string(), authors: z.array(z.string()), createdAt: time })),
  receipt: z.string(),
})
export type ShownItem = z.infer<typeof shownItem>

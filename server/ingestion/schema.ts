import { z } from 'zod'

/** What callers give and get. Sizes are in bytes, times RFC 3339. */

const count = z.number().int().nonnegative()
const connectionName = z
  .string()
  .trim()
  .min(1, 'is needed')
  .max(80)
  .regex(/^[^\p{Cc}"]+$/u, 'must have no quotes and no control characters')
const values = z.record(z.string(), z.unknown())

export const newConnection = z.strictObject({
  kind: z.string(),
  name: connectionName,
  domain: z.string(),
  config: values,
  secrets: values.optional(),
  schedule: z.string().max(100).nullable().optional(),
})
export type NewConnection = z.infer<typeof newConnection>
export const connectionChange = z.strictObject({
  name: connectionName.optional(),
  config: values.optional(),
  secrets: values.optional(),
  schedule: z.string().max(100).nullable().optional(),
})
export type ConnectionChange = z.infer<typeof connectionChange>

export const connection = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  domain: z.string(),
  config: values,
  hasSecrets: z.boolean(),
  state: z.enum(['new', 'ready', 'failing']),
  problem: z.string().nullable(),
  schedule: z.string().nullable(),
  nextSyncAt: z.string().nullable(),
  assets: count,
  synced: count,
  discoveredAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Connection = z.infer<typeof connection>

export const testResult = z.strictObject({
  ok: z.boolean(),
  detail: z.string(),
  problems: z.array(z.strictObject({ path: z.string(), message: z.string() })),
})
export type TestResult = z.infer<typeof testResult>

export const column = z.strictObject({ name: z.string(), type: z.string(), nullable: z.boolean() })
export type Column = z.infer<typeof column>
export const foundColumn = column.extend({ description: z.string().optional() })
export const keys = z.strictObject({
  primary: z.array(z.string()),
  unique: z.array(z.array(z.string())),
  foreign: z.array(z.strictObject({ columns: z.array(z.string()), ref: z.string(), references: z.array(z.string()) })),
})

const histogram = z.array(z.strictObject({ from: z.string(), to: z.string(), count: z.number() }))
export const columnProfile = z.strictObject({
  name: z.string(),
  type: z.string(),
  nulls: z.number(),
  distinct: z.number(),
  exact: z.boolean(),
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.number().optional(),
  quantiles: z.array(z.string()).optional(),
  histogram: histogram.optional(),
  frequent: z.array(z.strictObject({ value: z.string(), count: z.number() })).optional(),
  personal: z
    .strictObject({ kind: z.string(), confidence: z.number(), because: z.enum(['name', 'values', 'both']) })
    .optional(),
})
export const profile = z.strictObject({ rows: count, columns: z.array(columnProfile), took: z.number() })
export type Profile = z.infer<typeof profile>

export const difference = z.strictObject({
  added: z.array(column),
  removed: z.array(column),
  changed: z.array(z.strictObject({ name: z.string(), before: z.string(), after: z.string() })),
})
export type Difference = z.infer<typeof difference>

export const snapshotHead = z.strictObject({
  id: z.string(),
  assetId: z.string(),
  runId: z.string(),
  hash: z.string(),
  rows: count,
  bytes: count,
  state: z.enum(['current', 'held']),
  difference,
  createdAt: z.string(),
})
export type SnapshotHead = z.infer<typeof snapshotHead>
export type Snapshot = SnapshotHead & {
  storageKey: string
  schema: Column[]
  profile: Profile
  position: string | null
}

export const assetHead = z.strictObject({
  id: z.string(),
  ref: z.string(),
  kind: z.string(),
  name: z.string(),
  description: z.string(),
  rows: count.nullable(),
  bytes: count.nullable(),
  latestSnapshot: z.string().nullable(),
  syncedAt: z.string().nullable(),
  gone: z.boolean(),
})
export type AssetHead = z.infer<typeof assetHead>
export const asset = assetHead.extend({
  connectionId: z.string(),
  connection: z.string(),
  domainId: z.string(),
  columns: z.array(foundColumn),
  keys,
  cursorColumn: z.string().nullable(),
})
export type Asset = z.infer<typeof asset> & { position: string | null; completeAt: string | null }

/** One unit of context as it is kept. `readers` is its own access list, where it has one. */
export type Item = {
  id: string
  assetId: string
  key: string
  thread: string
  link: string
  title: string
  authors: string[]
  createdAt: string | null
  changedAt: string | null
  body: string
  hash: string
  readers: string[]
  ownList: boolean
  readAt: string
}
export type ItemMatch = Pick<Item, 'id' | 'assetId'>

export const syncRequest = z.strictObject({
  assets: z
    .array(z.union([z.string(), z.strictObject({ ref: z.string(), cursor: z.string().nullable() })]))
    .min(1, 'choose at least one')
    .max(500, 'at most 500 at once'),
})
export type SyncRequest = z.infer<typeof syncRequest>

export const runState = z.enum(['queued', 'running', 'held', 'succeeded', 'failed', 'cancelled'])
export type RunState = z.infer<typeof runState>
export const partState = z.enum(['waiting', 'recorded', 'unchanged', 'held', 'failed'])
export type PartState = z.infer<typeof partState>
export const run = z.strictObject({
  id: z.string(),
  connectionId: z.string(),
  connection: z.string(),
  state: runState,
  progress: z.strictObject({
    done: count,
    total: count.optional(),
    unit: z.enum(['rows', 'bytes', 'assets']),
    bytes: count,
  }),
  /** Per second, while it runs. */
  rate: z.number().optional(),
  /** Seconds, an estimate. */
  timeLeft: z.number().optional(),
  error: z.string().optional(),
  assets: z.array(
    z.strictObject({ id: z.string(), ref: z.string(), state: partState, problem: z.string().optional() }),
  ),
  snapshots: z.array(
    z.strictObject({ id: z.string(), asset: z.string(), ref: z.string(), rows: count, bytes: count, hash: z.string() }),
  ),
  requestedBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type Run = z.infer<typeof run>
export const runEvent = z.strictObject({
  number: count,
  at: z.string(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
})
export type RunEvent = z.infer<typeof runEvent>
export type Page<T> = { items: T[]; nextCursor: string | null }

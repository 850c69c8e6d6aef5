import { z } from 'zod'

/** The shapes that products have at every door. Runs anywhere; the editor and the product page import their types from here. */

export const productStates = ['draft', 'published', 'deprecated', 'retired'] as const
export const productState = z.enum(productStates)
export type ProductState = z.infer<typeof productState>

/** What its ports show: rows, or items. */
export const productType = z.enum(['data', 'context'])
export type ProductType = z.infer<typeof productType>

const text = z.string()
const time = z.string()

/** One check with what it measured. `measured` is a count, a share or the type found; it is null where nothing could be. */
export const checkResult = z.strictObject({
  id: text,
  port: text,
  object: text,
  property: text.nullable(),
  rule: text,
  kind: z.enum(['schema', 'library', 'sql']),
  title: text,
  severity: text.nullable(),
  blocking: z.boolean(),
  ok: z.boolean(),
  measured: z.union([z.number(), z.string()]).nullable(),
  expected: text,
  /** Between which ends a measured number has to lie, where the promise has any. */
  low: z.number().nullish(),
  high: z.number().nullish(),
  unit: z.enum(['rows', 'percent']),
  /** Rows left out of the port because they fail this check. */
  setAside: z.number().nullable(),
  /** Why a check could not be measured. */
  detail: text.nullable(),
  path: text,
})
export type CheckResult = z.infer<typeof checkResult>

/** A check before it has run. */
export const plannedCheck = checkResult.omit({ ok: true, measured: true, setAside: true, detail: true })
export type PlannedCheck = z.infer<typeof plannedCheck>

export const changeShape = z.strictObject({
  path: text,
  kind: z.enum(['added', 'removed', 'changed']),
  level: z.enum(['major', 'minor', 'patch']),
  breaking: z.boolean(),
  text,
})

export const columnShape = z.strictObject({
  name: text,
  /** The asset's own name for it. */
  physicalName: text,
  logicalType: text.nullable(),
  /** The DuckDB type of the rows it shows today. */
  type: text.nullable(),
  businessName: text.nullable(),
  description: text.nullable(),
  classification: text.nullable(),
  required: z.boolean(),
  unique: z.boolean(),
  primaryKey: z.boolean(),
  enum: z.array(z.strictObject({ value: z.union([text, z.number(), z.boolean()]).nullable(), label: text.nullable() })),
  tags: z.array(text),
})

export const objectShape = z.strictObject({
  name: text,
  description: text.nullable(),
  assetId: text,
  connection: text,
  ref: text,
  columns: z.array(columnShape),
  /** The rows a published port shows: null while it is a draft. */
  pointer: z
    .strictObject({
      snapshotId: text,
      hash: text,
      rows: z.number(),
      setAside: z.number(),
      movedAt: time,
      held: z.strictObject({ snapshotId: text, why: text, since: time }).nullable(),
    })
    .nullable(),
})

export const contextShape = z.strictObject({
  instructions: text.nullable(),
  verifiedStatements: z.array(z.strictObject({ question: text, answer: text.nullable() })),
  constraints: z.array(text),
})

export const portShape = z.strictObject({
  name: text,
  version: text,
  type: text.nullable(),
  description: text.nullable(),
  contractId: text,
  contractVersion: text,
  context: contextShape,
  serviceLevels: z.array(
    z.strictObject({ property: text, value: text, unit: text.nullable(), element: text.nullable() }),
  ),
  /** Quality that only people can judge. */
  prose: z.array(z.strictObject({ where: text, text })),
  objects: z.array(objectShape),
})

/** What somebody says of a port beside its promises: `degraded` is read with care, `paused` by nobody until then. */
export const portMark = z.strictObject({
  port: text,
  kind: z.enum(['degraded', 'paused']),
  why: text,
  since: time,
  until: time.nullable(),
})
export type PortMark = z.infer<typeof portMark>

/** How well the newest checks of what is published hold, in one word and one sentence. */
export const promiseShape = z.strictObject({
  state: z.enum(['kept', 'warned', 'stale', 'unknown']),
  text,
  since: time.nullable(),
  checks: z.number(),
  failing: z.number(),
})

export const versionShape = z.strictObject({
  version: text,
  state: productState,
  note: text.nullable(),
  publishedAt: time.nullable(),
  publishedBy: text.nullable(),
  createdAt: time,
  ending: z.strictObject({ note: text, endsAt: time.nullable(), replacement: text.nullable(), at: time }).nullable(),
})

export const productShape = z.strictObject({
  id: text,
  slug: text,
  title: text,
  type: productType,
  purpose: text,
  usage: text,
  limitations: text,
  domain: z.strictObject({ id: text, slug: text, name: text }),
  owner: z.strictObject({ id: text, name: text }),
  tags: z.array(text),
  status: productState,
  version: text,
  publishedAt: time.nullable(),
  ending: versionShape.shape.ending,
  ports: z.array(portShape),
  promise: promiseShape,
  /** Of its ports, the newest first. */
  portMarks: z.array(portMark),
  checks: z.array(checkResult),
  checkedAt: time.nullable(),
  versions: z.array(versionShape),
  /** There is a draft that the newest published version does not show; told to those who may edit. */
  draft: z.strictObject({ version: text }).nullable(),
  etag: text,
})
export type ProductShape = z.infer<typeof productShape>

export const listedProduct = z.strictObject({
  id: text,
  slug: text,
  title: text,
  purpose: text,
  domain: z.strictObject({ id: text, slug: text, name: text }),
  owner: z.strictObject({ id: text, name: text }),
  tags: z.array(text),
  status: productState,
  version: text.nullable(),
  draft: text.nullable(),
  promise: promiseShape,
  portMarks: z.array(portMark),
  updatedAt: time,
})
export type ListedProduct = z.infer<typeof listedProduct>

export const savedShape = z.strictObject({
  slug: text,
  version: text,
  status: productState,
  ports: z.array(z.strictObject({ name: text, version: text })),
  changes: z.array(changeShape),
  /** The least version that these changes may be published as. */
  leastVersion: text,
  etag: text,
  created: z.boolean(),
  dryRun: z.boolean(),
})

export const suggestion = z.strictObject({
  id: text,
  object: text,
  property: text.nullable(),
  field: z.enum(['logicalType', 'required', 'unique', 'primaryKey', 'enum', 'classification', 'description']),
  value: z.unknown(),
  because: text,
})
export type Suggestion = z.infer<typeof suggestion>

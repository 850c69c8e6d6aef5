import * as ingestion from '@/server/ingestion'
import * as compute from '@/server/platform/compute'
import { storage } from '@/server/platform/storage'
import type { PortObject } from '@/server/product'
import type { AskOf } from './added-schema'
import type { compareRows } from './compare-rows'
import { findColumn, findObject } from './monitors/find-object'
import { findReference } from './monitors/find-reference'
import { listDays } from './monitors/list-days'
import { timesOf } from './monitors/times-of'
import { daysOf, type Watching } from './monitors/watching'

type Rows = Parameters<typeof compareRows>[1]['reference']
type Ask = AskOf<'drift'>

/** The rows that drift compares: those of a time before, or of a snapshot, and those of now; null where there is nothing to compare with yet. */
export async function findSides(of: Watching, ask: Ask): Promise<{ reference: Rows; current: Rows } | null> {
  const { object } = findObject(of.ports, ask)
  return typeof ask.reference === 'object' ? timesSides(of, object, ask) : snapshotSides(of, object, ask)
}

/** A file's rows under the names of the contract. */
async function rowsOf(object: PortObject, storageKey: string, where: string | null): Promise<Rows> {
  const schema = object.columns.map(({ name, type }) => ({ name, type }))
  const columns = object.columns.map(({ name, physical }) => ({ name: physical, as: name }))
  return { view: { files: [await storage.localPath(storageKey)], columns, ...(where && { where }) }, schema }
}

async function snapshotSides(of: Watching, object: PortObject, ask: Ask) {
  const { scope } = of.actor
  const current = await ingestion.getSnapshot(scope, object.snapshotId)
  const reference = await findReference(scope, current, ask.reference as string)
  if (!reference) return null
  const where = ask.window ? await newest(of, object, current.storageKey, ask) : null
  return {
    reference: await rowsOf(ofSnapshot(object, reference), reference.storageKey, null),
    current: await rowsOf(ofSnapshot(object, current), current.storageKey, where),
  }
}
/** The columns of a port as a snapshot of its asset had them: those that it lacked are left out. */
const ofSnapshot = (object: PortObject, { schema }: ingestion.Snapshot): PortObject => ({
  ...object,
  columns: object.columns.flatMap((column) => {
    const found = schema.find(({ name }) => name === column.physical)
    return found ? [{ ...column, type: found.type }] : []
  }),
})

async function timesSides(of: Watching, object: PortObject, ask: Ask) {
  const { by, from, to } = timesOf(ask)
  const time = timeOf(object, by)
  const key = object.storageKey
  const current = await newest(of, object, key, { ...ask, by })
  return {
    reference: await rowsOf(object, key, between(time, new Date(from), new Date(to))),
    current: await rowsOf(object, key, current),
  }
}

const moment = (at: Date) => `timestamp '${at.toISOString().slice(0, 23).replace('T', ' ')}'`
const timeOf = (object: PortObject, by: string) =>
  `try_cast(${compute.identifier(findColumn(object, by, 'by').physical)} as timestamp)`
const between = (time: string, from: Date, to: Date) => `${time} >= ${moment(from)} and ${time} < ${moment(to)}`

/** The rows of the newest days by a column of times: of the day of the newest row, and as many before it as make the window. */
async function newest(of: Watching, object: PortObject, key: string, ask: Ask): Promise<string> {
  const { by, window } = { window: 'P7D', ...timesOf(ask) }
  const time = timeOf(object, by)
  const [day] = of.until
    ? []
    : await listDays(of.actor.scope, { object: { ...object, storageKey: key }, by, most: 1, signal: of.signal })
  const end = of.until ?? new Date((day ?? of.at).getTime() + 86_400_000)
  return between(time, new Date(end.getTime() - daysOf(window) * 86_400_000), end)
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { NewEntry } from './schema'
import * as store from './store'

/** Longest text kept in a detail, in characters; what is longer is cut, so that an entry stays small. */
const textMax = 2000

/** Text that the database can hold: without NUL and half characters, cut at its longest. */
const clean = (text: string) => Buffer.from(text.slice(0, textMax)).toString().replaceAll('\u0000', '\ufffd')

const cleaned = (detail: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(detail, (_, value) =>
      typeof value === 'string' ? clean(value) : typeof value === 'bigint' ? String(value) : value,
    ),
  )

/**
 * Leaves an entry. Inside an open transaction it commits with the change it tells of, or not at all; outside of one (a read) it
 * has committed when this returns, so that the answer may leave.
 */
export async function record(scope: OrgScope, entry: NewEntry): Promise<void> {
  const { resource, detail } = entry
  await store.insert(
    scope,
    { ...entry, resource: { type: resource.type, id: clean(resource.id) }, detail: detail && cleaned(detail) },
    now(),
  )
}

import type { OrgScope } from '@/server/platform/db'
import { engine } from './engines/registry'
import { type Entry, entry } from './schema'

/** Makes one thing findable as it is now, or no longer (`null`). May be repeated at will. */
export async function indexEntry(scope: OrgScope, id: string, described: Entry | null): Promise<void> {
  if (described === null) await engine().remove(scope, [id])
  else await engine().put(scope, [entry.parse({ ...described, id })])
}

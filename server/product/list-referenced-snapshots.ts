import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** Every snapshot that a published port shows, was held back or taken back from, so that no clearing takes it away. */
export async function listReferencedSnapshots(scope: OrgScope): Promise<Set<string>> {
  const pointers = await store.listPointers(scope, {})
  return new Set(
    pointers.flatMap(({ snapshotId, heldSnapshot, rolledFrom }) =>
      [snapshotId, heldSnapshot, rolledFrom].filter((id) => id !== null),
    ),
  )
}

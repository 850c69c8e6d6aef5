import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** Every snapshot that a published port shows or was held back from, so that no clearing takes it away. */
export async function listReferencedSnapshots(scope: OrgScope): Promise<Set<string>> {
  const pointers = await store.listPointers(scope, {})
  return new Set(
    pointers.flatMap((pointer) => [pointer.snapshotId, ...(pointer.heldSnapshot ? [pointer.heldSnapshot] : [])]),
  )
}

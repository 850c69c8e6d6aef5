import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Snapshot } from './schema'
import { findSnapshot } from './store'

/** A snapshot with its schema and profile; throws not_found. */
export async function getSnapshot(scope: OrgScope, id: string): Promise<Snapshot> {
  const snapshot = await findSnapshot(scope, id)
  if (!snapshot) throw notFound('snapshot')
  return snapshot
}

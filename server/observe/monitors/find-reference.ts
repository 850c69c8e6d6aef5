import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import { AppError, invalid } from '@/server/platform/errors'

const PAGE = 200

/** The snapshot that one is compared with: the one before it, the first that is kept, or one of the same asset by its id; null for none yet. */
export async function findReference(
  scope: OrgScope,
  current: ingestion.Snapshot,
  named: string,
): Promise<ingestion.Snapshot | null> {
  if (named !== 'previous' && named !== 'first') {
    const found = await ingestion.getSnapshot(scope, named).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return null
      throw error
    })
    if (found?.assetId === current.assetId) return found
    const message = `The snapshot ${named} is kept no more, or is of something else: name another reference.`
    throw invalid(message, [{ path: 'reference', message }])
  }
  let first: string | null = null
  let cursor: string | undefined
  do {
    const page = await ingestion.listSnapshots(scope, current.assetId, { cursor, limit: PAGE })
    for (const { id, createdAt } of page.items) {
      if (id === current.id || createdAt > current.createdAt) continue
      first = id
      if (named === 'previous') return ingestion.getSnapshot(scope, id)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return first === null ? null : ingestion.getSnapshot(scope, first)
}

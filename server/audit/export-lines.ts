import type { OrgScope } from '@/server/platform/db'
import type { Filter } from './schema'
import * as store from './store'

const pageSize = 1000

/**
 * Every entry as one JSON line, the oldest first, page by page as it is read. A sealed line's hash is the SHA-256 of the canonical
 * JSON of the line without it, so that a file can be verified by itself.
 */
export function exportLines(scope: OrgScope, filter: Filter): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let cursor: string | undefined
  return new ReadableStream({
    async pull(controller) {
      const entries = await store.page(scope, filter, { cursor, limit: pageSize, order: 'asc' })
      const lines = entries.map((entry) => `${JSON.stringify({ org: scope.orgId, ...entry })}\n`).join('')
      if (lines) controller.enqueue(encoder.encode(lines))
      cursor = entries.at(-1)?.id
      if (entries.length < pageSize) controller.close()
    },
  })
}

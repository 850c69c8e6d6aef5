import { setTimeout as sleep } from 'node:timers/promises'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { loadLevels } from './load-levels'
import { loadNames } from './load-names'
import { isOpen } from './request-life'
import * as store from './request-store'
import type { AccessRequest } from './schema'
import { toRequestShape } from './shape'

const LOOK_AGAIN = 400 // ms

/** A request as it stands; with `wait` (seconds), as soon as it is decided or asked about, or the time is over. */
export async function getRequest(
  scope: OrgScope,
  id: string,
  { wait = 0, signal }: { wait?: number; signal?: AbortSignal } = {},
): Promise<AccessRequest> {
  const deadline = performance.now() + wait * 1_000
  const first = wait > 0 ? await store.stateOfRequest(scope, id) : null
  while (first !== null && isOpen(first) && performance.now() < deadline) {
    if (signal?.aborted) break
    await sleep(Math.min(LOOK_AGAIN, Math.max(0, deadline - performance.now())), undefined, { signal }).catch(() => {})
    if ((await store.stateOfRequest(scope, id)) !== first) break
  }
  const row = await store.findRequest(scope, id)
  if (!row) throw notFound('request')
  return toRequestShape(row, await loadNames(scope, [row]), await loadLevels(scope, [row]))
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { loadNames } from './load-names'
import type { AccessRequest } from './schema'
import { toRequestShape } from './shape'
import * as store from './store'

const LOOK_AGAIN = 400 // ms

/** A request as it stands; with `wait` (seconds), as soon as it is decided or the time is over. */
export async function getRequest(
  scope: OrgScope,
  id: string,
  { wait = 0, signal }: { wait?: number; signal?: AbortSignal } = {},
): Promise<AccessRequest> {
  const deadline = performance.now() + wait * 1_000
  while (performance.now() < deadline && (await store.stateOfRequest(scope, id)) === 'submitted') {
    if (signal?.aborted) break
    await sleep(Math.min(LOOK_AGAIN, Math.max(0, deadline - performance.now())), undefined, { signal }).catch(() => {})
  }
  const row = await store.findRequest(scope, id)
  if (!row) throw notFound('request')
  return toRequestShape(row, await loadNames(scope, [row]))
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as store from './mark-store'
import type { PortMark } from './schema'

/** What is said of the ports of some products at this moment, by product; one whose time is over says nothing. */
export async function listMarks(scope: OrgScope, productIds: readonly string[]): Promise<Map<string, PortMark[]>> {
  const found = new Map<string, PortMark[]>()
  if (productIds.length === 0) return found
  for (const { productId, port, kind, why, since, until } of await store.listMarks(scope, productIds, now())) {
    const mark = { port, kind, why, since: since.toISOString(), until: until?.toISOString() ?? null }
    found.set(productId, [...(found.get(productId) ?? []), mark])
  }
  return found
}

import type { OrgScope } from '@/server/platform/db'
import { assemble } from './assemble'
import { keepLoaded, type Loaded, loadedOf } from './loaded'
import { readShipped } from './read-shipped'
import * as store from './store'

/**
 * Makes sure that this process decides by an organisation's policies of this moment. Each door calls it once for each call; what
 * is decided without it is denied.
 */
export async function load(scope: OrgScope): Promise<Loaded> {
  const number = await store.newestNumber(scope)
  const known = loadedOf(scope.orgId)
  if (known?.number === number) return known
  const own = number === 0 ? { number, policies: [] } : await store.getVersion(scope, number)
  return keepLoaded(scope.orgId, assemble(scope, readShipped(), own))
}

import type { OrgScope } from '@/server/platform/db'
import { assemble } from './assemble'
import { load } from './load'
import type { Loaded } from './loaded'
import { readShipped } from './read-shipped'
import * as store from './store'

/** An organisation's policies as they stood at a moment, beside those that come with the portal today; without one, as they stand. */
export async function loadAt(scope: OrgScope, at?: Date): Promise<Loaded> {
  if (!at) return load(scope)
  const number = await store.numberAt(scope, at)
  const own = number === 0 ? { number, policies: [] } : await store.getVersion(scope, number)
  return assemble(scope, readShipped(), own)
}

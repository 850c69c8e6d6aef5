import type { OrgScope } from '@/server/platform/db'
import type { PolicySet } from './compile/policy-set'

/** An organisation's policies as they stand, ready to decide. */
export type Loaded = {
  scope: OrgScope
  /** What grants and receipts record: the number of the organisation's own version, and what was shipped. */
  version: string
  number: number
  set: PolicySet
  /** The text of each policy by its id. */
  texts: ReadonlyMap<string, string>
}

/** Organisations whose policies are kept ready in one process. */
const most = 2_000

// Of this copy of the modules alone: what another one compiled (development has one for pages and one for routes) is told apart by
// classes that are not ours, and would err.
const ready = new Map<string, Loaded>()

export const loadedOf = (orgId: string): Loaded | undefined => ready.get(orgId)

/** Keeps what was read; where too many are kept, the one longest there goes. */
export function keepLoaded(orgId: string, loaded: Loaded): Loaded {
  ready.delete(orgId)
  ready.set(orgId, loaded)
  if (ready.size > most) ready.delete(ready.keys().next().value!)
  return loaded
}

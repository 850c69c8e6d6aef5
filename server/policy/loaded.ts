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

// Development reloads modules; what was read must not be read again with them.
const holder = globalThis as typeof globalThis & { stoaPolicies?: Map<string, Loaded> }
holder.stoaPolicies ??= new Map()
const ready = holder.stoaPolicies

export const loadedOf = (orgId: string): Loaded | undefined => ready.get(orgId)

/** Keeps what was read; where too many are kept, the one longest there goes. */
export function keepLoaded(orgId: string, loaded: Loaded): Loaded {
  ready.delete(orgId)
  ready.set(orgId, loaded)
  if (ready.size > most) ready.delete(ready.keys().next().value!)
  return loaded
}

import type { Resource } from '@/server/policy'

/** What somebody may know of beside an incident, as policy says it. */
export type Sight = {
  principalId: string
  /** Whether a product may be named to them. */
  finds: (product: Resource) => boolean
  /** Whether a list may tell them of an asset or a grant. */
  sees: (resource: Resource) => boolean
}

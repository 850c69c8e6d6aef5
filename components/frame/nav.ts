/** Who is here, as much as the frame needs. */
export type Viewer = {
  id: string
  name: string
  email: string
  role: 'owner' | 'steward' | 'publisher' | 'member' | 'auditor'
  domains: { slug: string; role: 'owner' | 'publisher' | 'member' }[]
}

export type NavEntry = { id: string; label: string; path: string; key: string; group: number }

const all: (NavEntry & { for?: (viewer: Viewer) => boolean })[] = [
  { id: 'catalog', label: 'Catalog', path: 'catalog', key: 'c', group: 0 },
  { id: 'query', label: 'Query', path: 'query', key: 'q', group: 0 },
  { id: 'context', label: 'Context', path: 'context', key: 'x', group: 0 },
  { id: 'connections', label: 'Connections', path: 'connections', key: 'n', group: 1, for: seesPublishing },
  { id: 'products', label: 'Products', path: 'products', key: 'p', group: 1, for: seesPublishing },
  { id: 'loop', label: 'Loop', path: 'loop', key: 'l', group: 1 },
  { id: 'inbox', label: 'Inbox', path: 'inbox', key: 'i', group: 2 },
  { id: 'access', label: 'My access', path: 'access', key: 'a', group: 2 },
  { id: 'reviews', label: 'Reviews', path: 'reviews', key: 'r', group: 2, for: reviewsAccess },
  { id: 'agents', label: 'Agents', path: 'agents', key: 'b', group: 3 },
  { id: 'policy', label: 'Policy', path: 'policy', key: 'y', group: 3, for: seesPolicies },
  { id: 'audit', label: 'Audit', path: 'audit', key: 'u', group: 3, for: audits },
  { id: 'settings', label: 'Settings', path: 'settings/profile', key: 's', group: 4 },
]

/** Whether this person reads a domain's products by their role there, without a grant. */
export function readsByRole(viewer: Viewer, domain: string) {
  return viewer.role === 'owner' || viewer.domains.some((each) => each.slug === domain && each.role !== 'member')
}

/** Whether this person sees what is made of a domain's products before, and beside, what readers see. */
export function seesDrafts(viewer: Viewer, domain: string) {
  return ['steward', 'auditor'].includes(viewer.role) || readsByRole(viewer, domain)
}

/** Whether this person may connect a source or make a product in some domain. */
export function publishesSomewhere({ role, domains }: Viewer) {
  return role === 'owner' || domains.some((domain) => domain.role !== 'member')
}

/** Whether this person goes through who holds what, or looks at those who do. */
export function reviewsAccess(viewer: Viewer) {
  return ['steward', 'auditor'].includes(viewer.role) || publishesSomewhere(viewer)
}

/** The places this person can use. It only tidies the rail: each page asks the policy again. */
export function entriesFor(viewer: Viewer): NavEntry[] {
  return all.filter((entry) => entry.for?.(viewer) ?? true)
}

/** Whether this person sees what is made for the catalog, and what is wanted of it. */
export function seesPublishing(viewer: Viewer) {
  return ['steward', 'auditor'].includes(viewer.role) || publishesSomewhere(viewer)
}

function seesPolicies(viewer: Viewer) {
  return ['owner', 'steward', 'auditor'].includes(viewer.role)
}

function audits(viewer: Viewer) {
  return viewer.role === 'owner' || viewer.role === 'auditor'
}

import type { Names } from '@/server/tenancy'
import type { Incident } from './schema'
import type { StoredIncident } from './store'

type Product = { id: string; slug: string; title: string; resource: { domainId: string } }

/** An incident as readers get it, with the names of what it bears. */
export const toIncidentShape = (
  row: StoredIncident,
  { id, slug, title, resource }: Product,
  { members, domains }: Names,
): Incident => ({
  id: row.id,
  state: row.state,
  product: { id, slug, title, domain: domains.get(resource.domainId)?.slug ?? '' },
  port: row.port,
  title: row.title,
  cause: row.cause,
  severity: row.severity,
  owner: { id: row.ownerId, name: members.get(row.ownerId) ?? '' },
  seen: row.seen,
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
  resolvedAs: row.resolvedAs,
})

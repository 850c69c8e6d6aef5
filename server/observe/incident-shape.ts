import type { Incident } from './schema'
import type { StoredIncident } from './store'

type Product = { id: string; slug: string; title: string }

/** An incident as readers get it, with the names of what it bears. */
export const toIncidentShape = (
  row: StoredIncident,
  { id, slug, title }: Product,
  names: ReadonlyMap<string, string>,
): Incident => ({
  id: row.id,
  state: row.state,
  product: { id, slug, title },
  port: row.port,
  title: row.title,
  cause: row.cause,
  severity: row.severity,
  owner: { id: row.ownerId, name: names.get(row.ownerId) ?? '' },
  seen: row.seen,
  firstSeenAt: row.firstSeenAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
  resolvedAs: row.resolvedAs,
})

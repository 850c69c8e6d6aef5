import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import type * as product from '@/server/product'
import { listEarlier } from './adjustment-store'
import { copyWords, schemaWords } from './cause-words'
import type { Sight } from './lineage-sight'
import type { Upstream } from './schema'
import type { StoredIncident } from './store'

const COPIES = 20 // of an asset, the newest that are looked through
const MOST = 6
/** How long before an incident another one may have ended and still be its cause, in ms: a week. */
const LATELY = 7 * 86_400_000

type Lineage = Awaited<ReturnType<typeof product.listLineage>>
type Ask = { incident: StoredIncident; opened: Date; lineage: Lineage; sight: Sight }

/** What came before an incident and may be its cause: copies, changed columns, incidents of what it reads. The newest first, a few. */
export async function listUpstream(scope: OrgScope, ask: Ask): Promise<Upstream[]> {
  const found = await Promise.all(ask.lineage.assetIds.map((id) => ofAsset(scope, id, ask)))
  const all = [...found.flat(), ...(await incidents(scope, ask))]
  return all.sort((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, MOST)
}

/** The copy that the look was about, and the last change of its columns. */
async function ofAsset(scope: OrgScope, id: string, { opened, sight }: Ask): Promise<Upstream[]> {
  const resource = await ingestion.findResource(scope, 'asset', id)
  if (!resource || !sight.sees(resource)) return []
  const { ref } = await ingestion.getAsset(scope, id)
  const { items } = await ingestion.listSnapshots(scope, id, { limit: COPIES })
  const before = items.filter(({ createdAt }) => Date.parse(createdAt) <= opened.getTime())
  const [seen, last] = before
  const of = (one: ingestion.Snapshot | (typeof items)[number], text: string, kind: Upstream['kind']): Upstream => {
    return { kind, at: one.createdAt, text, asset: id, snapshot: one.id, incident: null }
  }
  const changed = before.find(({ difference }) => schemaWords(ref, difference) !== null)
  return [
    ...(changed ? [of(changed, schemaWords(ref, changed.difference) ?? '', 'schema_change')] : []),
    ...(seen ? [of(seen, copyWords(ref, seen.rows, last?.rows ?? null), 'snapshot')] : []),
  ]
}

/** Incidents of products over the same assets, or at its input ports, that were there before. */
async function incidents(scope: OrgScope, { incident, opened, lineage, sight }: Ask): Promise<Upstream[]> {
  const near = lineage.products.filter(({ bond, resource }) => bond !== 'reads' && sight.finds(resource))
  const titles = new Map(near.map(({ id, title }) => [id, title]))
  const ids = [...titles.keys()]
  const rows = await listEarlier(scope, ids, { before: opened, since: new Date(opened.getTime() - LATELY), take: MOST })
  return rows.flatMap(({ id, productId, title, firstSeenAt }) =>
    id === incident.id
      ? []
      : [
          {
            kind: 'incident' as const,
            at: firstSeenAt.toISOString(),
            text: `${titles.get(productId)}: ${title}.`,
            asset: null,
            snapshot: null,
            incident: id,
          },
        ],
  )
}

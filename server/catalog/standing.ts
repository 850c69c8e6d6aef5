import { type OrgScope, withOrg } from '@/server/platform/db'
import * as meilisearch from './engines/meilisearch'
import type { SearchStanding } from './schema'

/** Which engine answers an organisation's searches, and how far it is behind the entries there are. */
export async function standing(scope: OrgScope): Promise<SearchStanding> {
  const entries = await withOrg(scope, (tx) => tx.catalogEntry.count())
  if (!meilisearch.configured())
    return { engine: 'postgresql', state: 'in step', entries, waiting: 0, behindSince: null }
  const [known, answers] = await Promise.all([meilisearch.standing(scope), meilisearch.answers()])
  const waiting = known.mirror ? known.waiting : entries
  const state = !answers ? 'away' : waiting > 0 ? 'behind' : 'in step'
  return { engine: 'meilisearch', state, entries, waiting, behindSince: known.since?.toISOString() ?? null }
}

import type { OrgScope } from '@/server/platform/db'
import * as meilisearch from './engines/meilisearch'

/** Tells the engine outside the database one batch of what has changed; where there is none, there is nothing to tell. */
export const mirror = async (scope: OrgScope): Promise<{ told: number; left: boolean }> =>
  meilisearch.configured() ? meilisearch.mirror(scope) : { told: 0, left: false }

import type { OrgScope } from '@/server/platform/db'
import { etagOf } from '@/server/platform/etag'
import type { Synonyms } from './schema'
import * as store from './store'

/** The words that mean the same in an organisation, with the mark that a change of them is compared by. */
export async function getSynonyms(scope: OrgScope): Promise<Synonyms> {
  const groups = await store.readSynonyms(scope)
  return { groups, etag: etagOf(groups) }
}

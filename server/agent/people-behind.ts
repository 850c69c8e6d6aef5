import type { OrgScope } from '@/server/platform/db'
import { isAgent } from './schema'
import * as store from './store'

/** The people to tell: members as they are, for an agent its sponsor; each once. */
export async function peopleBehind(scope: OrgScope, ids: string[]): Promise<string[]> {
  const people = await Promise.all(
    ids.map(async (id) => (isAgent(id) ? ((await store.find(scope, id))?.sponsorId ?? []) : id)),
  )
  return [...new Set(people.flat())]
}

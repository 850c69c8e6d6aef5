import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

export type Names = {
  members: ReadonlyMap<string, string>
  domains: ReadonlyMap<string, { slug: string; name: string }>
}

/** What to call the members and domains whose ids a list bears; who was removed has no name any more. */
export async function loadNames(scope: OrgScope, ids: { members: string[]; domains?: string[] }): Promise<Names> {
  const members = [...new Set(ids.members)]
  const domains = [...new Set(ids.domains)]
  const names = { members: new Map<string, string>(), domains: new Map<string, { slug: string; name: string }>() }
  if (members.length + domains.length === 0) return names
  for (const { id, name, slug } of await store.findNames(scope, { members, domains })) {
    if (slug === null) names.members.set(id, name)
    else names.domains.set(id, { slug, name })
  }
  return names
}

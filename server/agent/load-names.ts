import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { isAgent } from './schema'
import * as store from './store'

type Asked = Parameters<typeof tenancy.loadNames>[1]

/** What to call the members, agents and domains whose ids a list bears: agents are named among the members, as who may have acted. */
export async function loadNames(scope: OrgScope, ids: Asked): ReturnType<typeof tenancy.loadNames> {
  const programs = [...new Set(ids.members.filter(isAgent))]
  const named = await tenancy.loadNames(scope, { ...ids, members: ids.members.filter((id) => !isAgent(id)) })
  if (programs.length === 0) return named
  const agents = await store.names(scope, programs)
  return { ...named, members: new Map([...named.members, ...agents.map(({ id, name }) => [id, name] as const)]) }
}

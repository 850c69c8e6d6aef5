import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** The ids of a domain's active owners; the organisation's owners where it has none. */
export async function domainOwners(scope: OrgScope, domainId: string): Promise<string[]> {
  const members = (await store.listMembers(scope)).filter((member) => member.state === 'active')
  const own = members.filter((m) => m.domains.some((d) => d.id === domainId && d.role === 'owner'))
  return (own.length > 0 ? own : members.filter((m) => m.role === 'owner')).map((m) => m.id)
}

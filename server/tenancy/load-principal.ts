import type { OrgScope } from '@/server/platform/db'
import type { Principal } from './schema'
import * as store from './store'

/** The member as a principal, with the roles of this moment; null unless active (and, for a session, of the same epoch). */
export async function loadPrincipal(scope: OrgScope, memberId: string, epoch?: number): Promise<Principal | null> {
  const member = await store.findMember(scope, memberId)
  if (member?.state !== 'active' || (epoch !== undefined && member.epoch !== epoch)) return null
  const { id, name, email, role, domains } = member
  return { id, type: 'member', orgId: scope.orgId, name, email, role, domains }
}

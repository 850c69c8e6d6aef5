import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'

/** Under which names somebody holds rights at this moment: their own, and those of the domains they are in. */
export async function holderIds(scope: OrgScope, principalId: string): Promise<string[]> {
  const member = await tenancy.findMember(scope, principalId)
  return [principalId, ...(member?.state === 'active' ? member.domains.map(({ id }) => id) : [])]
}

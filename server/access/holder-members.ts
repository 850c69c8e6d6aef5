import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { HolderType } from './schema'

/** The people behind a holder, who are told what becomes of its right: a domain's members of the moment. */
export async function holderMembers(scope: OrgScope, holder: { type: HolderType; id: string }): Promise<string[]> {
  if (holder.type !== 'domain') return [holder.id]
  const domain = await tenancy.findDomain(scope, holder.id)
  return domain?.members.map(({ id }) => id) ?? []
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Principal } from '@/server/tenancy'
import * as tenancy from '@/server/tenancy'
import { listDelegations } from './delegation-store'

/** Whose place somebody takes at this moment, with the roles that those have now; a delegation is not passed on. */
export async function standsInFor(scope: OrgScope, principalId: string): Promise<Principal[]> {
  const given = await listDelegations(scope, { toId: principalId, at: now(), begun: true })
  const away = [...new Set(given.map(({ fromId }) => fromId))]
  const found = await Promise.all(away.map((id) => tenancy.loadPrincipal(scope, id)))
  return found.filter((one) => one !== null)
}

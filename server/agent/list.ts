import { type OrgScope, withOrg } from '@/server/platform/db'
import { get } from './get'
import type { Agent } from './schema'
import * as store from './store'

/** The agents of one sponsor, or all, as they stand at this moment. */
export function list(scope: OrgScope, of: { sponsorId?: string }): Promise<Agent[]> {
  return withOrg(scope, async () => {
    const found: Agent[] = []
    for (const { id } of await store.list(scope, of)) found.push(await get(scope, id))
    return found
  })
}

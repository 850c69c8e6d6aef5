import type { OrgScope } from '@/server/platform/db'
import * as store from './store'

/** What policy is asked about: an agent, and whose it is. Null where there is none. */
export async function resource(scope: OrgScope, id: string) {
  const agent = await store.find(scope, id)
  if (!agent || agent.state === 'removed') return null
  return { type: 'agent' as const, id, principalId: agent.sponsorId }
}

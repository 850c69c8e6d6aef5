import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { watchDue } from './events'
import { revoke } from './revoke'
import * as store from './store'

/** Revokes the sleeping grants that are named, and wakes the others. */
export async function wakeGrants(actor: Actor, end: string[]): Promise<{ ended: number; grants: number }> {
  const { scope } = actor
  return withOrg(scope, async (tx) => {
    const ending = await asleepOf(scope, end)
    for (const id of ending) await revoke(actor, { id, note: 'Not confirmed after a restore.' })
    await emit(tx, { name: watchDue.name, data: { org: scope.orgId } })
    return { ended: ending.length, grants: await store.wakeGrants(scope) }
  })
}

async function asleepOf(scope: OrgScope, ids: string[]): Promise<string[]> {
  const found = await Promise.all([...new Set(ids)].map((id) => store.findGrant(scope, id)))
  return found.flatMap((grant) => (grant?.asleepSince && grant.endedAs === null ? [grant.id] : []))
}

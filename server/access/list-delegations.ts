import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import * as store from './delegation-store'

/** Who decides in somebody's place, and in whose place they decide, now or soon. */
export async function listDelegations(scope: OrgScope, memberId: string) {
  const at = now()
  const rows = await store.listDelegations(scope, { fromId: memberId, toId: memberId, at })
  const names = new Map((await tenancy.listMembers(scope)).map(({ id, name }) => [id, name]))
  return rows.map(({ id, fromId, toId, startsAt, endsAt, note }) => ({
    id,
    from: fromId,
    fromName: names.get(fromId) ?? fromId,
    to: toId,
    toName: names.get(toId) ?? toId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    note,
    live: startsAt <= at,
  }))
}

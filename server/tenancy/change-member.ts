import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { memberChanged } from './events'
import type { Actor, Member, MemberChange } from './schema'
import * as store from './store'

/** Changes a member's role or state; a disabled one is out at the next call. The last owner stays. */
export async function changeMember(
  actor: Actor,
  id: string,
  change: Omit<MemberChange, 'state'> & { state?: 'active' | 'disabled' | 'removed' },
): Promise<Member> {
  const { scope } = actor
  return withOrg(scope, async (tx) => {
    const owners = await store.lockOwners(scope)
    const before = await store.findMember(scope, id)
    if (!before || before.state === 'removed') throw notFound('member')
    const stops = (change.role && change.role !== 'owner') || (change.state && change.state !== 'active')
    if (before.role === 'owner' && before.state === 'active' && stops && owners <= 1) {
      throw conflict(`${before.name} is the last owner: make someone else an owner first.`)
    }
    if (before.state === 'invited' && change.state && change.state !== 'removed') {
      throw conflict(`${before.name} has not accepted the invitation yet.`)
    }
    const ends = change.state !== undefined && change.state !== 'active'
    await store.updateMember(scope, id, { ...change, endSessions: ends })
    if (change.state === 'removed') {
      await store.deleteDomainMembers(scope, { memberId: id })
      await store.deleteInvitations(scope, id)
    }
    if (change.state === 'removed') await store.deleteTokens(scope, { principalId: id })
    await emit(tx, { name: memberChanged.name, data: { org: scope.orgId, member: id } })
    await audit.record(scope, {
      actor: actor.principal.id,
      action: 'member.changed',
      resource: { type: 'member', id },
      detail: { ...change },
      requestId: actor.requestId,
    })
    const { epoch: _, ...member } = (await store.findMember(scope, id))!
    return member
  })
}

import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { origin } from '@/server/platform/env'
import { conflict } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { randomToken, sha256 } from '@/server/platform/secrets'
import { memberChanged } from './events'
import type { Actor, Member, NewMember } from './schema'
import * as store from './store'

const invitationDays = 14

/** Invites a person by a link that works once; inviting someone not yet here again makes the earlier link void. */
export async function inviteMember(
  actor: Actor,
  input: NewMember,
): Promise<Member & { invitation: { code: string; url: string; expiresAt: string } }> {
  const { scope } = actor
  const code = randomToken('inv')
  const expiresAt = new Date(now().getTime() + invitationDays * 86_400_000)
  return withOrg(scope, async (tx) => {
    const known = await store.findMemberByEmail(scope, input.email)
    if (known && (known.state === 'active' || known.state === 'disabled')) {
      throw conflict(`${input.email} is a member here already.`)
    }
    const name = input.name ?? input.email.split('@')[0] ?? input.email
    const id =
      known?.id ?? (await store.insertMember(scope, { email: input.email, name, role: input.role, state: 'invited' }))
    if (known) await store.updateMember(scope, id, { name, role: input.role, state: 'invited' })
    // An account without a password: what an identity provider may link, and what a member of before must set anew.
    await store.putAccount(scope, id, { email: input.email, passwordHash: null, issuer: null, subject: null })
    await store.insertInvitation(scope, { memberId: id, hash: sha256(code), expiresAt })
    await emit(tx, { name: memberChanged.name, data: { org: scope.orgId, member: id } })
    const resource = { type: 'member', id }
    await audit.record(scope, {
      actor: actor.principal.id,
      action: 'member.invited',
      resource,
      detail: { role: input.role },
      requestId: actor.requestId,
    })
    const { epoch: _, ...member } = (await store.findMember(scope, id))!
    return { ...member, invitation: { code, url: `${origin()}/invite/${code}`, expiresAt: expiresAt.toISOString() } }
  })
}

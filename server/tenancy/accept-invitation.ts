import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { emit } from '@/server/platform/events'
import { memberChanged } from './events'
import { findInvitation } from './find-invitation'
import { issueToken } from './issue-token'
import { loadPrincipal } from './load-principal'
import { hashPassword } from './password'
import type { Acceptance, Principal } from './schema'
import * as store from './store'

const sessionHours = 12
const gone = () =>
  new AppError('not_found', 'This invitation was used, replaced or has ended. Ask whoever invited you for a new link.')

/** Makes an invited member active with a password of this organisation alone; of several accepts at once one succeeds. */
export async function acceptInvitation(
  input: Acceptance,
): Promise<{ token: string; expiresAt: string; principal: Principal }> {
  const invitation = await findInvitation(input.code)
  if (!invitation) throw gone()
  const { scope, memberId, email } = invitation
  const passwordHash = await hashPassword(input.password)
  return withOrg(scope, async (tx) => {
    if (!(await store.takeInvitation(scope, invitation.id, now()))) throw gone()
    await store.updateMember(scope, memberId, { name: input.name, state: 'active', endSessions: true })
    await store.putAccount(scope, memberId, { email, passwordHash })
    await emit(tx, { name: memberChanged.name, data: { org: scope.orgId, member: memberId } })
    await audit.record(scope, { actor: memberId, action: 'member.joined', resource: { type: 'member', id: memberId } })
    const principal = await loadPrincipal(scope, memberId)
    if (!principal) throw gone()
    return { ...(await issueToken(scope, memberId, { name: 'Sign-in', hours: sessionHours })), principal }
  })
}

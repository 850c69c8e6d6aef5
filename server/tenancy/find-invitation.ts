import { now } from '@/server/platform/clock'
import { askAs, mintScope, type OrgScope } from '@/server/platform/db'
import { forbidden } from '@/server/platform/errors'
import { sha256 } from '@/server/platform/secrets'
import { sleeping } from './schema'
import * as store from './store'

export interface OpenInvitation {
  scope: OrgScope
  id: string
  memberId: string
  email: string
  name: string
  organisation: { slug: string; name: string }
}

/** The invitation of a code while it may be accepted; null for any other, whatever the reason. One that sleeps is refused. */
export async function findInvitation(code: string): Promise<OpenInvitation | null> {
  const [row] = await askAs<{ org_id: string; id: string; member_id: string; asleep_since: Date | null }>(
    'token',
    'select org_id, id, member_id, asleep_since from invitation where hash = $1 and accepted_at is null and expires_at > $2',
    [sha256(code), now()],
  )
  if (!row) return null
  if (row.asleep_since) throw forbidden(sleeping('This invitation', row.asleep_since))
  const scope = mintScope(row.org_id)
  const [member, organisation] = await Promise.all([
    store.findMember(scope, row.member_id),
    store.findOrganisation(scope),
  ])
  if (member?.state !== 'invited' || !organisation) return null
  const { email, name } = member
  return { scope, id: row.id, memberId: member.id, email, name, organisation }
}

import * as audit from '@/server/audit'
import { asRole, mintScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as store from './store'

/** What an identity provider vouches for; `invitation` when the person came by an invitation link. */
export interface OidcIdentity {
  issuer: string
  subject: string
  email?: string
  emailVerified: boolean
}

type Row = { org_id: string; member_id: string; issuer: string | null }

const candidates = (identity: OidcIdentity) =>
  asRole('signin', async (client) => {
    const linked = await client.query<Row>(
      'select org_id, member_id, issuer from account where issuer = $1 and subject = $2 order by org_id',
      [identity.issuer, identity.subject],
    )
    if (linked.rows.length > 0) return linked.rows
    if (!identity.email || !identity.emailVerified) return []
    const sql =
      'select org_id, member_id, issuer from account where email = $1 and issuer is null and password_hash is null'
    return (await client.query<Row>(sql, [identity.email.toLowerCase()])).rows
  })

/**
 * Finds the member that a provider's subject is linked to; the first time, a verified e-mail links a member who has no other
 * way in. An account with a password is never taken over by an e-mail.
 */
export async function signInWithOidc(
  identity: OidcIdentity,
  org?: string,
): Promise<{ orgId: string; memberId: string; epoch: number }> {
  for (const row of await candidates(identity)) {
    const scope = mintScope(row.org_id)
    const [member, organisation] = await Promise.all([
      store.findMember(scope, row.member_id),
      store.findOrganisation(scope),
    ])
    if (!member || !organisation || (org && organisation.slug !== org)) continue
    if (member.state === 'disabled' || member.state === 'removed') continue
    await withOrg(scope, async () => {
      const { issuer, subject } = identity
      if (!row.issuer) await store.putAccount(scope, member.id, { email: member.email, issuer, subject })
      if (member.state === 'invited') await store.updateMember(scope, member.id, { state: 'active' })
      const resource = { type: 'member', id: member.id }
      await audit.record(scope, { actor: member.id, action: 'member.signed_in', resource, detail: { by: 'oidc' } })
    })
    return { orgId: scope.orgId, memberId: member.id, epoch: member.epoch }
  }
  throw new AppError(
    'unauthenticated',
    'No member of an organisation here is linked to this account. Ask to be invited.',
  )
}

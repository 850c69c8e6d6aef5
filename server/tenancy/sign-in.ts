import * as audit from '@/server/audit'
import { asRole, mintScope } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { takeTurn } from './attempt'
import { passwordMatches } from './password'
import type { Credentials } from './schema'
import * as store from './store'

type Row = { org_id: string; member_id: string; password_hash: string | null }

const wrong = () => new AppError('unauthenticated', 'The organisation, e-mail or password is wrong.')

/** The account of an e-mail in the organisation named, or in the only one of this installation. */
const findAccount = (email: string, org: string | undefined) =>
  asRole('signin', async (client) => {
    const organisations = await client.query<{ org_id: string }>(
      org === undefined ? 'select org_id from organisation limit 2' : 'select org_id from organisation where slug = $1',
      org === undefined ? [] : [org],
    )
    if (organisations.rows.length > 1) {
      throw new AppError('invalid', 'There are several organisations here: say which one.', {
        details: [{ path: 'org', message: 'is needed: there is more than one organisation' }],
      })
    }
    const sql = 'select org_id, member_id, password_hash from account where org_id = $1 and email = $2'
    return (await client.query<Row>(sql, [organisations.rows[0]?.org_id ?? '', email])).rows[0]
  })

/** Checks a local account; every failure reads the same and takes as long. */
export async function signIn(input: Credentials): Promise<{ orgId: string; memberId: string; epoch: number }> {
  takeTurn(`${input.org ?? ''} ${input.email}`)
  const account = await findAccount(input.email, input.org)
  const matches = await passwordMatches(input.password, account?.password_hash)
  if (!account || !matches) throw wrong()
  const scope = mintScope(account.org_id)
  const member = await store.findMember(scope, account.member_id)
  if (member?.state !== 'active') throw wrong()
  await audit.record(scope, {
    actor: member.id,
    action: 'member.signed_in',
    resource: { type: 'member', id: member.id },
  })
  return { orgId: scope.orgId, memberId: member.id, epoch: member.epoch }
}

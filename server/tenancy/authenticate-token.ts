import { now } from '@/server/platform/clock'
import { asRole, mintScope, type OrgScope } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { sha256 } from '@/server/platform/secrets'
import { loadPrincipal } from './load-principal'
import { type Actor, type Principal, sleeping, type TokenScope } from './schema'
import * as store from './store'

type TokenRow = { org_id: string; id: string; member_id: string; scopes: TokenScope[]; asleep_since: Date | null }

/**
 * Who a bearer token stands for; null for one that is unknown, has ended or whose member is not active. One that sleeps is refused.
 * A token of somebody who is no member is for `admit` to judge; without it nobody signs with one.
 */
export async function authenticateToken(
  token: string,
  admit?: (scope: OrgScope, id: string) => Promise<Principal | null>,
): Promise<Omit<Actor, 'requestId'> | null> {
  const row = await asRole('token', async (client) => {
    const sql = 'select org_id, id, member_id, scopes, asleep_since from token where hash = $1 and expires_at > $2'
    return (await client.query<TokenRow>(sql, [sha256(token), now()])).rows[0]
  })
  if (!row) return null
  if (row.asleep_since) throw new AppError('unauthenticated', sleeping('This token', row.asleep_since))
  const scope = mintScope(row.org_id)
  const principal = (await loadPrincipal(scope, row.member_id)) ?? (await admit?.(scope, row.member_id)) ?? null
  if (!principal) return null
  await store.touchToken(scope, row.id, now())
  return { scope, principal, via: 'token', scopes: row.scopes }
}

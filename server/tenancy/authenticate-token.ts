import { now } from '@/server/platform/clock'
import { askAs, mintScope, type OrgScope, readOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import { sha256 } from '@/server/platform/secrets'
import { loadPrincipal } from './load-principal'
import { type Actor, type Principal, sleeping, type TokenScope } from './schema'
import * as store from './store'

type TokenRow = { org_id: string; id: string; member_id: string; scopes: TokenScope[]; asleep_since: Date | null }

type Entrance = {
  /** Judges a token of somebody who is no member; without it nobody signs with one. */
  admit?: (scope: OrgScope, id: string) => Promise<Principal | null>
  /** What else is read for the call, in the same turn at the database where it can be. */
  besides?: (scope: OrgScope) => Promise<unknown>
}

/** Who a bearer token stands for; null for one that is unknown, has ended or whose member is not active. One that sleeps is refused. */
export async function authenticateToken(
  token: string,
  { admit, besides }: Entrance = {},
): Promise<Omit<Actor, 'requestId'> | null> {
  const [row] = await askAs<TokenRow>(
    'token',
    'select org_id, id, member_id, scopes, asleep_since from token where hash = $1 and expires_at > $2',
    [sha256(token), now()],
  )
  if (!row) return null
  if (row.asleep_since) throw new AppError('unauthenticated', sleeping('This token', row.asleep_since))
  const scope = mintScope(row.org_id)
  const [member] = await readOrg(scope, () => Promise.all([loadPrincipal(scope, row.member_id), besides?.(scope)]))
  // Whether an agent may come in is written down, refused or not: it has turns of its own.
  const principal = member ?? (await admit?.(scope, row.member_id)) ?? null
  if (principal) await touch(scope, row.id)
  return principal && { scope, principal, via: 'token', scopes: row.scopes }
}

/** When tokens were last used is kept to the minute. */
const touchEveryMs = 60_000
const mostTouched = 10_000
const touched = new Map<string, number>()

async function touch(scope: OrgScope, id: string) {
  const at = now()
  if (at.getTime() - (touched.get(id) ?? 0) < touchEveryMs) return
  if (touched.size >= mostTouched) touched.clear()
  touched.set(id, at.getTime())
  await store.touchToken(scope, id, at)
}

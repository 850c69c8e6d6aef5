import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { randomToken, sha256 } from '@/server/platform/secrets'
import type { TokenScope } from './schema'
import * as store from './store'

/** Makes a member's or an agent's token that ends after so many hours; only its hash is kept. */
export async function issueToken(
  scope: OrgScope,
  principalId: string,
  options: { name: string; hours: number; scopes?: TokenScope[]; kind?: 'pat' | 'agent' },
): Promise<{ id: string; token: string; expiresAt: string }> {
  const token = randomToken(options.kind ?? 'pat')
  const expiresAt = new Date(now().getTime() + options.hours * 3_600_000)
  const scopes = options.scopes ?? ['read', 'request', 'manage', 'admin']
  const id = await store.insertToken(scope, { principalId, name: options.name, hash: sha256(token), scopes, expiresAt })
  return { id, token, expiresAt: expiresAt.toISOString() }
}

import { z } from 'zod'
import * as access from '@/server/access'
import * as agent from '@/server/agent'
import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'

/** What sleeps since a restore, and its waking: tokens and invitations are tenancy's, grants are access's. */

/** Items of each kind that a list shows; waking reaches all of them. */
const SHOWN = 200

export const countsShape = z.strictObject({
  tokens: z.number().int(),
  invitations: z.number().int(),
  grants: z.number().int(),
})
export const restoredShape = z.strictObject({
  /** When the restore was; null when nothing sleeps. */
  since: z.string().nullable(),
  counts: countsShape,
  items: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['token', 'invitation', 'grant']),
      principal: z.string(),
      principalName: z.string(),
      /** A token's name and scopes; a grant's product, port and purpose. */
      about: z.string(),
      since: z.string(),
      endsAt: z.string(),
    }),
  ),
})

export async function countRestored(scope: OrgScope, at = now()) {
  const { since: first, ...credentials } = await tenancy.countAsleep(scope, at)
  const { since: second, grants } = await access.countAsleep(scope, at)
  return { since: (first ?? second)?.toISOString() ?? null, counts: { ...credentials, grants } }
}

export async function listRestored(scope: OrgScope): Promise<z.infer<typeof restoredShape>> {
  const at = now()
  const [counted, credentials, grants, names] = await Promise.all([
    countRestored(scope, at),
    tenancy.listAsleep(scope, at, SHOWN),
    access.listGrants(scope, { asleepAt: at, limit: SHOWN }),
    agent.listNames(scope),
  ])
  return {
    ...counted,
    items: [
      ...grants.items.map((grant) => ({
        id: grant.id,
        kind: 'grant' as const,
        principal: grant.principal,
        principalName: grant.principalName,
        about: `${grant.product}.${grant.port}, ${grant.purpose}`,
        since: grant.startsAt,
        endsAt: grant.expiresAt,
      })),
      ...credentials.map(({ id, kind, memberId, name, scopes, createdAt, expiresAt }) => ({
        id,
        kind,
        principal: memberId,
        principalName: names.get(memberId) ?? memberId,
        about: kind === 'token' ? `${name}: ${scopes.join(', ')}` : 'to join',
        since: createdAt.toISOString(),
        endsAt: expiresAt.toISOString(),
      })),
    ],
  }
}

/** Ends what is named and wakes the rest, all at once; not found, and nothing done, where something named does not sleep here. */
export async function confirmRestored(actor: tenancy.Actor, end: string[]) {
  const { scope, principal, requestId } = actor
  return withOrg(
    scope,
    async () => {
      const credentials = await tenancy.wakeCredentials(actor, end)
      const { grants, ended } = await access.wakeGrants(actor, end)
      const { tokens, invitations } = credentials
      if (ended + credentials.ended < new Set(end).size) throw notFound('sleeping token, invitation or grant')
      const done = { ended: ended + credentials.ended, woken: { tokens, invitations, grants } }
      const resource = { type: 'organisation', id: scope.orgId }
      const entry = { actor: principal.id, action: 'organisation.restore_confirmed', resource, detail: done, requestId }
      await audit.record(scope, entry)
      return done
    },
    { timeoutMs: 60_000 },
  )
}

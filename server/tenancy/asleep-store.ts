import { type OrgScope, withOrg } from '@/server/platform/db'
import type { AsleepCredential } from './schema'

/** The queries about what a restore has put to sleep: the tokens and the open invitations. */

const asleep = { asleepSince: { not: null } }
/** Those that would still be of use to their holder. */
const useful = (at: Date) => ({ ...asleep, expiresAt: { gt: at } })

/** Puts every token and open invitation to sleep and ends every session. */
export const sleepAll = (scope: OrgScope, at: Date): Promise<{ tokens: number; invitations: number }> =>
  withOrg(scope, async (tx) => {
    const data = { asleepSince: at }
    const tokens = await tx.token.updateMany({ data })
    const invitations = await tx.invitation.updateMany({ where: { acceptedAt: null }, data })
    // By chance, so that no session of the lost time meets its epoch again, not even after a second restore.
    await tx.$executeRaw`update member set epoch = 1 + floor(random() * 2000000000)::int`
    return { tokens: tokens.count, invitations: invitations.count }
  })

export const countAsleep = (
  scope: OrgScope,
  at: Date,
): Promise<{ tokens: number; invitations: number; since: Date | null }> =>
  withOrg(scope, async (tx) => {
    const ask = { where: useful(at), _count: true, _max: { asleepSince: true } } as const
    const tokens = await tx.token.aggregate(ask)
    const invitations = await tx.invitation.aggregate(ask)
    const since = tokens._max.asleepSince ?? invitations._max.asleepSince
    return { tokens: tokens._count, invitations: invitations._count, since }
  })

/** The newest of each kind first. */
export const listAsleep = (scope: OrgScope, at: Date, take: number): Promise<AsleepCredential[]> =>
  withOrg(scope, async (tx) => {
    const page = { where: useful(at), orderBy: { id: 'desc' as const }, take }
    const tokens = await tx.token.findMany(page)
    const invitations = await tx.invitation.findMany(page)
    return [
      ...tokens.map((row) => ({
        ...row,
        kind: 'token' as const,
        memberId: row.principalId,
        asleepSince: row.asleepSince!,
      })),
      ...invitations.map((row) => {
        return { ...row, kind: 'invitation' as const, name: '', scopes: [], asleepSince: row.asleepSince! }
      }),
    ]
  })

/** Removes those of the ids that sleep; answers which they were. */
export const endAsleep = (scope: OrgScope, ids: string[]): Promise<{ id: string; kind: 'token' | 'invitation' }[]> =>
  withOrg(scope, async (tx) => {
    const where = { ...asleep, id: { in: ids } }
    const tokens = await tx.token.findMany({ where, select: { id: true } })
    const invitations = await tx.invitation.findMany({ where, select: { id: true } })
    await tx.token.deleteMany({ where })
    await tx.invitation.deleteMany({ where })
    return [
      ...tokens.map(({ id }) => ({ id, kind: 'token' as const })),
      ...invitations.map(({ id }) => ({ id, kind: 'invitation' as const })),
    ]
  })

export const wakeAll = (scope: OrgScope): Promise<{ tokens: number; invitations: number }> =>
  withOrg(scope, async (tx) => {
    const awake = { where: asleep, data: { asleepSince: null } }
    const tokens = await tx.token.updateMany(awake)
    const invitations = await tx.invitation.updateMany(awake)
    return { tokens: tokens.count, invitations: invitations.count }
  })

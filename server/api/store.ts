import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { open, seal } from '@/server/platform/secrets'

type Place = { principalId: string; key: string }
const keptMs = 24 * 3_600_000

/** Takes a key for a call that begins now; answers the earlier call if there was one (status 0: not finished; its age in ms). */
export const claimCall = (
  scope: OrgScope,
  call: Place & { fingerprint: string },
): Promise<{ fingerprint: string; status: number; body: string; age: number } | null> =>
  withOrg(scope, async (tx) => {
    await tx.idempotentCall.deleteMany({ where: { createdAt: { lt: new Date(now().getTime() - keptMs) } } })
    const data = { orgId: scope.orgId, ...call, status: 0, body: '' }
    const made = await tx.idempotentCall.createMany({ data, skipDuplicates: true })
    if (made.count === 1) return null
    const { principalId, key } = call
    const found = await tx.idempotentCall.findFirst({ where: { principalId, key } })
    const age = now().getTime() - (found?.createdAt.getTime() ?? 0)
    return found && { ...found, age, body: found.body && (await open(scope, found.body)) }
  })

/** Keeps what a call answered. */
export const finishCall = (scope: OrgScope, place: Place, status: number, body: string): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.idempotentCall.updateMany({ where: place, data: { status, body: await seal(scope, body) } })
  })

/** Forgets a call that came to nothing. */
export const dropCall = (scope: OrgScope, place: Place): Promise<void> =>
  withOrg(scope, async (tx) => void (await tx.idempotentCall.deleteMany({ where: place })))

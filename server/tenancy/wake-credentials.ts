import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { endAsleep, wakeAll } from './asleep-store'
import type { Actor } from './schema'

/** Ends the sleeping tokens and invitations that are named, and wakes the others. */
export async function wakeCredentials(
  actor: Actor,
  end: string[],
): Promise<{ ended: number; tokens: number; invitations: number }> {
  const { scope, principal, requestId } = actor
  return withOrg(scope, async () => {
    const ended = await endAsleep(scope, end)
    for (const { id, kind } of ended) {
      const entry = { actor: principal.id, action: `${kind}.removed`, resource: { type: kind, id }, requestId }
      await audit.record(scope, entry)
    }
    return { ended: ended.length, ...(await wakeAll(scope)) }
  })
}

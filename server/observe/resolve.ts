import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import type { Actor } from '@/server/tenancy'
import { endMarks } from './end-marks'
import type { Resolution } from './schema'
import { takeStep } from './take-step'

type Resolving = { id: string; as: Resolution; note: string }

/**
 * Says what an incident was. One that was fixed comes back as soon as its promise is broken again; one that was expected, or a false
 * alarm, stays quiet until its promise was kept once.
 */
export async function resolve(actor: Actor, { id, as, note }: Resolving): Promise<void> {
  const at = now()
  const change = { state: 'resolved', resolvedAs: as, resolvedAt: at, quiet: as !== 'fixed' } as const
  await withOrg(actor.scope, async () => {
    await takeStep(actor, { id, step: 'resolve', kind: 'resolved', at, note, change, as })
    await endMarks(actor.scope, id, at)
  })
}

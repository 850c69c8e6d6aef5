import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { invalid, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { setMute } from './mute-store'
import * as store from './store'

const LONGEST = 90 // days

/** Mutes a promise until a date, at most 90 days on: it is measured, its incident is written, and nobody is told. */
export async function mute(
  actor: Actor,
  { id, until, why }: { id: string; until: string; why: string },
): Promise<void> {
  const { scope, principal, requestId } = actor
  const [end, at] = [new Date(until), now()]
  if (end <= at) throw invalid('Name a time to come.', [{ path: 'until', message: 'must be to come' }])
  if (end.getTime() > at.getTime() + LONGEST * 86_400_000)
    throw invalid(`A promise is muted for at most ${LONGEST} days.`, [
      { path: 'until', message: `must be within ${LONGEST} days` },
    ])
  await withOrg(scope, async () => {
    const of = await store.findExpectation(scope, id)
    if (!of || !(await setMute(scope, id, { until: end, why, by: principal.id }))) throw notFound('promise')
    await audit.record(scope, {
      actor: principal.id,
      action: 'expectation.muted',
      resource: { type: 'product', id: of.productId },
      requestId,
      detail: { expectation: id, until: end.toISOString(), why },
    })
  })
}

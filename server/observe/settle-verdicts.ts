import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as adjustments from './adjustment-store'
import { verdictOf } from './verdict'

/** Says of what was done about a product's incidents whether it helped, where that is known by now. */
export async function settleVerdicts(scope: OrgScope, productId: string): Promise<void> {
  const at = now()
  for (const done of await adjustments.listPending(scope, productId)) {
    const span = { from: done.at, to: done.measureUntil < at ? done.measureUntil : at }
    const ids = done.before.map(({ id }) => id)
    const standings = await adjustments.listStandings(scope, { ids, incidentId: done.incidentId }, span)
    const promises = standings.map((one) => ({ ...one, before: done.before.find(({ id }) => id === one.id) ?? null }))
    const { verdict, why } = verdictOf(promises, at >= done.measureUntil)
    if (verdict !== 'pending')
      await adjustments.updateAdjustment(scope, done.id, { verdict, verdictWhy: why, verdictAt: at })
  }
}

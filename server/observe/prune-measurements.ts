import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as store from './prune-store'

const DAY = 86_400_000 // ms
const KEPT = 90 // days that measurements are kept one by one
const DAYS_KEPT = 731 // days that days are kept
const MOST_BATCHES = 20 // in one go; the next hour goes on

/** Forgets measurements of more than 90 days ago and days of more than two years; what an incident that is not resolved stands on stays. */
export async function pruneMeasurements(scope: OrgScope): Promise<{ measurements: number; days: number }> {
  const at = now().getTime()
  const gone = { measurements: 0, days: 0 }
  let after = ''
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const { removed, last } = await store.pruneMeasurements(scope, after, new Date(at - KEPT * DAY))
    gone.measurements += removed
    if (last === null) break
    // One page of promises is gone through until nothing of it is left.
    if (removed === 0) after = last
  }
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const removed = await store.pruneDays(scope, new Date(at - DAYS_KEPT * DAY))
    gone.days += removed
    if (removed === 0) break
  }
  return gone
}

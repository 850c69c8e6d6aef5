import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import type { Measurement } from './schema'
import * as store from './store'

const MOST = 2_000
const MONTH = 30 * 86_400_000 // ms

type Ask = { expectationId: string; from?: string; to?: string }
/** What was measured of one promise: of the last 30 days unless other times are named; of more, the newest 2,000. */
export function listMeasurements(scope: OrgScope, { expectationId, from, to }: Ask): Promise<Measurement[]> {
  const end = to ? new Date(to) : new Date(now().getTime() + 1)
  const begin = from ? new Date(from) : new Date(end.getTime() - MONTH)
  return store.listMeasurements(scope, { expectationId, from: begin, to: end, take: MOST })
}

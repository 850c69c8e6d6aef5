import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Measurement } from './schema'
import * as store from './store'
import { isGuarded, withoutNumbers } from './withheld'

const MOST = 2_000
const MONTH = 30 * 86_400_000 // ms

type Ask = {
  expectationId: string
  from?: string
  to?: string
  /** Whether numbers may be told that are for those who may edit the product. */
  whole: boolean
}
/** What was measured of one promise: of the last 30 days unless other times are named; of more, the newest 2,000. */
export async function listMeasurements(
  scope: OrgScope,
  { expectationId, from, to, whole }: Ask,
): Promise<Measurement[]> {
  const found = await store.findExpectation(scope, expectationId)
  if (!found) throw notFound('expectation')
  const end = to ? new Date(to) : new Date(now().getTime() + 1)
  const begin = from ? new Date(from) : new Date(end.getTime() - MONTH)
  const rows = await store.listMeasurements(scope, { expectationId, from: begin, to: end, take: MOST })
  return whole || !isGuarded(found.kind) ? rows : rows.map(withoutNumbers)
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as measurements from './measurement-store'
import type { Bucket, Measured } from './schema'
import * as store from './store'

const MOST = 2_000
/** A year by days of some forty promises, or a quarter of one by hours. */
const MOST_BUCKETS = 16_000
const DAY = 86_400_000 // ms

type Ask = {
  of: { expectationId: string } | { productId: string }
  from?: string
  to?: string
  bucket?: 'hour' | 'day'
}
/**
 * What was measured of one promise, or of all of a product, the oldest first: of the last 30 days unless other times are named. One by
 * one it is the newest 2,000; by buckets, however much was measured, one entry for each hour or day.
 */
export async function listMeasurements(scope: OrgScope, { of, from, to, bucket }: Ask): Promise<(Measured | Bucket)[]> {
  const end = to ? new Date(to) : new Date(now().getTime() + 1)
  const begin = from ? new Date(from) : new Date(end.getTime() - 30 * DAY)
  const ids = 'expectationId' in of ? [of.expectationId] : (await store.listExpectations(scope, of)).map(({ id }) => id)
  const ask = { ids, from: begin, to: end }
  if (bucket === undefined) return measurements.listMeasurements(scope, { ...ask, take: MOST })
  const list = bucket === 'day' ? measurements.listDays : measurements.listHours
  return list(scope, { ...ask, take: MOST_BUCKETS })
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as measurements from './measurement-store'
import type { Bucket, ExpectationKind, Measured } from './schema'
import * as store from './store'
import { isGuarded, withoutNumbers } from './withheld'

const MOST = 2_000
/** A year by days of some forty promises, or a quarter of one by hours. */
const MOST_BUCKETS = 16_000
const DAY = 86_400_000 // ms

type Ask = {
  of: { expectationId: string } | { productId: string }
  from?: string
  to?: string
  bucket?: 'hour' | 'day'
  /** Whether numbers may be told that are for those who may edit the product. */
  whole: boolean
}
/**
 * What was measured of one promise, or of all of a product, the oldest first: of the last 30 days unless other times are named. One by
 * one it is the newest 2,000; by buckets, however much was measured, one entry for each hour or day.
 */
export async function listMeasurements(scope: OrgScope, ask: Ask): Promise<(Measured | Bucket)[]> {
  const { of, from, to, bucket, whole } = ask
  const end = to ? new Date(to) : new Date(now().getTime() + 1)
  const begin = from ? new Date(from) : new Date(end.getTime() - 30 * DAY)
  const kinds = await kindsOf(scope, of)
  const asked = { ids: [...kinds.keys()], from: begin, to: end }
  const rows =
    bucket === undefined
      ? await measurements.listMeasurements(scope, { ...asked, take: MOST })
      : await (bucket === 'day' ? measurements.listDays : measurements.listHours)(scope, {
          ...asked,
          take: MOST_BUCKETS,
        })
  return whole ? rows : rows.map((row) => (isGuarded(kinds.get(row.expectation)!) ? withoutNumbers(row) : row))
}

async function kindsOf(scope: OrgScope, of: Ask['of']): Promise<Map<string, ExpectationKind>> {
  if ('productId' in of) return new Map((await store.listExpectations(scope, of)).map(({ id, kind }) => [id, kind]))
  const found = await store.findExpectation(scope, of.expectationId)
  if (!found) throw notFound('promise')
  return new Map([[found.id, found.kind]])
}

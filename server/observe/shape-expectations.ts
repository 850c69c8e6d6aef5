import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { isImprecise } from './hush'
import { listJudged } from './mute-store'
import type { Expectation } from './schema'
import type { StoredExpectation } from './store'
import { withoutValue } from './withheld'

type How = { /** Whether numbers may be told that are for those who may edit the product. */ whole: boolean }

/** Promises as readers get them: who muted which, without what ended by the clock, and which were wrong too often to interrupt. */
export async function shapeExpectations(
  scope: OrgScope,
  rows: readonly StoredExpectation[],
  { whole }: How,
): Promise<Expectation[]> {
  const at = now().toISOString()
  const [judged, facts] = await Promise.all([
    listJudged(
      scope,
      rows.map(({ id }) => id),
    ),
    product.listFacts(
      scope,
      rows.map(({ productId }) => productId),
    ),
  ])
  const ownerOf = (row: StoredExpectation) => row.owner || (facts.get(row.productId)?.resource.ownerId ?? '')
  const named = rows.flatMap((row) => [ownerOf(row), row.muted?.by ?? ''])
  const { members } = await tenancy.loadNames(scope, { members: named })
  return rows.map((stored) => {
    const { productId: _, muted, ...row } = stored
    const shaped = {
      ...row,
      owner: ownerOf(stored),
      ownerName: members.get(ownerOf(stored)) ?? '',
      muted: muted && muted.until > at ? { ...muted, by: members.get(muted.by) ?? 'somebody who is gone' } : null,
      imprecise: isImprecise(judged.get(row.id) ?? []),
    }
    return whole ? shaped : withoutValue(shaped)
  })
}

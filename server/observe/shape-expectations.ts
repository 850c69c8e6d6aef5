import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { isImprecise } from './hush'
import { listJudged } from './mute-store'
import type { Expectation } from './schema'
import type { StoredExpectation } from './store'
import { withoutValue } from './withheld'

type Said = StoredExpectation['muted']
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
  const named = rows.flatMap((row) => [ownerOf(row), row.muted?.by ?? '', row.excepted?.by ?? ''])
  const { members } = await tenancy.loadNames(scope, { members: named })
  const standing = (said: Said) =>
    said && said.until > at ? { ...said, by: members.get(said.by) ?? 'somebody who is gone' } : null
  return rows.map((stored) => {
    const { productId: _, muted, excepted, ...row } = stored
    const shaped = {
      ...row,
      owner: ownerOf(stored),
      ownerName: members.get(ownerOf(stored)) ?? '',
      muted: standing(muted),
      excepted: standing(excepted),
      imprecise: isImprecise(judged.get(row.id) ?? []),
    }
    return whole ? shaped : withoutValue(shaped)
  })
}

import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import { isImprecise } from './hush'
import { listJudged } from './mute-store'
import type { Expectation } from './schema'
import type { StoredExpectation } from './store'

/** Promises as readers get them: who muted which, without what ended by the clock, and which were wrong too often to interrupt. */
export async function shapeExpectations(scope: OrgScope, rows: readonly StoredExpectation[]): Promise<Expectation[]> {
  const at = now().toISOString()
  const judged = await listJudged(
    scope,
    rows.map(({ id }) => id),
  )
  const { members } = await tenancy.loadNames(scope, { members: rows.flatMap(({ muted }) => muted?.by ?? []) })
  return rows.map((row) => ({
    ...row,
    muted:
      row.muted && row.muted.until > at
        ? { ...row.muted, by: members.get(row.muted.by) ?? 'somebody who is gone' }
        : null,
    imprecise: isImprecise(judged.get(row.id) ?? []),
  }))
}

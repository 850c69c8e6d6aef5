import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import * as tenancy from '@/server/tenancy'
import type { Expectation } from './schema'

/** Promises with who muted them by name, and without what has ended by the clock. */
export async function nameMutes(scope: OrgScope, rows: readonly Expectation[]): Promise<Expectation[]> {
  const at = now().toISOString()
  const live = rows.map((row) => (row.muted && row.muted.until > at ? row : { ...row, muted: null }))
  const { members } = await tenancy.loadNames(scope, { members: live.flatMap(({ muted }) => muted?.by ?? []) })
  return live.map((row) =>
    row.muted ? { ...row, muted: { ...row.muted, by: members.get(row.muted.by) ?? 'somebody who is gone' } } : row,
  )
}

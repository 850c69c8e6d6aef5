import { type OrgScope, withOrg } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import type { Principal } from '@/server/tenancy/schema'
import * as store from './store'
import { findUse, takeRows } from './use-store'

/**
 * Counts rows that are about to be given to an agent, in the transaction that gives them; a member has no such budget. With none
 * named it only looks whether any are left. Limited where the day's budget does not hold them.
 */
export async function demandRows(scope: OrgScope, { id, type, name }: Principal, rows?: number): Promise<void> {
  if (type !== 'agent') return
  await withOrg(scope, async () => {
    if (rows !== undefined && (await takeRows(scope, id, rows))) return
    const agent = await store.find(scope, id)
    const { rows: used, dayLeft } = await findUse(scope, id)
    const left = Math.max(0, (agent?.rowsPerDay ?? 0) - used)
    if (rows === undefined && left > 0) return
    const asked = rows === undefined ? '' : ` and this answer has ${rows}`
    const spent = left === 0 ? 'is spent' : 'does not reach'
    const said = `The budget of ${name} ${spent}: of ${agent?.rowsPerDay ?? 0} rows a day ${left} are left${asked}. The day ends at midnight UTC.`
    throw new AppError('limited', said, { retryAfter: dayLeft })
  })
}

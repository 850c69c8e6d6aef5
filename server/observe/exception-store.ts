import { type OrgScope, withOrg } from '@/server/platform/db'
import type { Exception } from './exception'
import type { Found } from './look'

/** What promises may be besides: written when an incident is found to be expected. */

/** The exceptions of a product that stand at a moment, by the key of the promise. */
export const listExceptions = (scope: OrgScope, productId: string, at: Date): Promise<Map<string, Exception>> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.expectation.findMany({
      where: { orgId: scope.orgId, productId, exceptedUntil: { gt: at } },
      select: { key: true, exceptedLow: true, exceptedHigh: true, exceptedUntil: true },
    })
    return new Map(
      rows.map((row) => [row.key, { low: row.exceptedLow, high: row.exceptedHigh, until: row.exceptedUntil! }]),
    )
  })

/** The newest measurement of each promise that stands broken under an incident. */
export const listBroken = (
  scope: OrgScope,
  incidentId: string,
): Promise<({ id: string; title: string } & Pick<Found, 'value' | 'low' | 'high'>)[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.expectation.findMany({
      where: { orgId: scope.orgId, incidentId, goneAt: null, lastState: 'broken' },
      select: { id: true, title: true, measurements: { orderBy: { at: 'desc' }, take: 1 } },
    })
    return rows.map(({ id, title, measurements: [last] }) => ({
      id,
      title,
      value: last?.value ?? null,
      low: last?.low ?? null,
      high: last?.high ?? null,
    }))
  })

type Declared = Exception & { why: string; by: string }
/** With an exception a promise is kept as it is, and stands under no incident; without one, it is as it was measured last. */
export const putException = (scope: OrgScope, id: string, exception: Declared | null): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, ...(exception ? { goneAt: null } : { exceptedUntil: { not: null } }) }
    const standing = exception ? { lastState: 'kept', incidentId: null } : await lastOf(scope, id)
    const data = {
      exceptedUntil: exception?.until ?? null,
      exceptedLow: exception?.low ?? null,
      exceptedHigh: exception?.high ?? null,
      exceptedWhy: exception?.why ?? null,
      exceptedBy: exception?.by ?? null,
      ...standing,
    }
    return (await tx.expectation.updateMany({ where, data })).count > 0
  })

/** Whether what was measured last lies within its band; what has none stays as it is said to be. */
const lastOf = (scope: OrgScope, expectationId: string) =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, expectationId }
    const [last] = await tx.measurement.findMany({ where, orderBy: { at: 'desc' }, take: 1 })
    if (!last) return {}
    const { value, low, high } = last
    const outside = value !== null && ((low !== null && value < low) || (high !== null && value > high))
    return outside ? { lastState: 'broken' } : {}
  })

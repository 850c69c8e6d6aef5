import { type OrgScope, withOrg } from '@/server/platform/db'
import type { Exception } from './exception'
import type { Found } from './look'

/** What promises may be besides: written when an incident is found to be expected. */

type Measured = Pick<Found, 'value' | 'low' | 'high'>
const newest = { orderBy: { at: 'desc' as const }, take: 1 }
const measuredLast = ([last]: Measured[]): Measured => ({
  value: last?.value ?? null,
  low: last?.low ?? null,
  high: last?.high ?? null,
})

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
export const listBroken = (scope: OrgScope, incidentId: string): Promise<({ id: string } & Measured)[]> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.expectation.findMany({
      where: { orgId: scope.orgId, incidentId, goneAt: null, lastState: 'broken' },
      select: { id: true, measurements: newest },
    })
    return rows.map(({ id, measurements }) => ({ id, ...measuredLast(measurements) }))
  })

type Declared = Exception & { why: string; by: string }
/** With an exception a promise is kept as it is, and stands under no incident. */
export const putException = (scope: OrgScope, id: string, exception: Declared | null): Promise<void> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, goneAt: null }
    const standing = exception && { lastState: 'kept', incidentId: null }
    const data = {
      exceptedUntil: exception?.until ?? null,
      exceptedLow: exception?.low ?? null,
      exceptedHigh: exception?.high ?? null,
      exceptedWhy: exception?.why ?? null,
      exceptedBy: exception?.by ?? null,
      ...standing,
    }
    await tx.expectation.updateMany({ where, data })
  })

/** Ends an exception that stands, at a moment; false where none does. */
export const cutException = (scope: OrgScope, id: string, at: Date): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, exceptedUntil: { gt: at } }
    return (await tx.expectation.updateMany({ where, data: { exceptedUntil: at } })).count > 0
  })

/** What a product promises and was excepted until a moment, as it was measured last, with the incident that it was. */
export const listEnded = (scope: OrgScope, productId: string, at: Date): Promise<(Found & { id: string })[]> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, productId, goneAt: null, exceptedUntil: { lte: at } }
    const rows = await tx.expectation.findMany({ where, include: { measurements: newest } })
    if (rows.length === 0) return []
    const named = { orgId: scope.orgId, productId, causeKey: { in: rows.map(({ key }) => key) } }
    const incidents = new Map((await tx.incident.findMany({ where: named })).map((one) => [one.causeKey, one]))
    return rows.map(({ measurements, ...row }) => {
      const measured = measuredLast(measurements)
      const incident = incidents.get(row.key)
      return {
        id: row.id,
        key: row.key,
        port: row.port,
        object: row.object,
        column: row.column,
        kind: row.kind as Found['kind'],
        title: row.title,
        expected: row.expected,
        severity: row.severity as Found['severity'],
        ...measured,
        state: isOutside(measured) ? ('broken' as const) : ('unknown' as const),
        detail: null,
        cause: {
          key: row.key,
          title: incident?.title ?? row.title,
          text: incident?.cause ?? `Expected: ${row.expected}.`,
        },
      }
    })
  })

const isOutside = ({ value, low, high }: Measured) =>
  value !== null && ((low !== null && value < low) || (high !== null && value > high))

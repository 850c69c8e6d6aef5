import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import * as adjustments from './adjustment-store'

/** A port is no longer marked degraded for an incident that is resolved. */
export async function endMarks(scope: OrgScope, incidentId: string, at: Date): Promise<void> {
  const done = await adjustments.listAdjustments(scope, incidentId)
  for (const { id } of done.filter(({ kind, undoneAt }) => kind === 'degrade' && undoneAt === null)) {
    await product.unmarkPort(scope, { id, by: { id: 'system' } })
    await adjustments.updateAdjustment(scope, id, { undoneAt: at, undoneBy: 'system' })
  }
}

import * as audit from '@/server/audit'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import { productChanged } from './events'
import { deleteMark } from './mark-store'

type Ask = { id: string; by: { id: string; requestId?: string } }

/** Takes a mark off its port; one that is gone already stays gone. */
export async function unmarkPort(scope: OrgScope, { id, by }: Ask): Promise<void> {
  await withOrg(scope, async (tx) => {
    const mark = await deleteMark(scope, id)
    if (!mark) return
    await audit.record(scope, {
      actor: by.id,
      action: `product.port_no_longer_${mark.kind}`,
      resource: { type: 'product', id: mark.productId },
      detail: { port: mark.port },
      requestId: by.requestId,
    })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: mark.productId } })
  })
}

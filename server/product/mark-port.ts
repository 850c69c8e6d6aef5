import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { emit } from '@/server/platform/events'
import type { Actor } from '@/server/tenancy'
import { productChanged } from './events'
import { insertMark } from './mark-store'
import type { PortMark } from './schema'

type Ask = { id: string; productId: string; port: string; kind: PortMark['kind']; why: string; until: Date | null }

/** Says of a port that it is degraded or paused: every surface shows it from then on, and a paused one is read by nobody. */
export async function markPort(actor: Actor, { id, productId, port, kind, why, until }: Ask): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async (tx) => {
    await insertMark(scope, { id, productId, port, kind, why, by: principal.id, since: now(), until })
    await audit.record(scope, {
      actor: principal.id,
      action: `product.port_${kind}`,
      resource: { type: 'product', id: productId },
      detail: { port, why, until: until?.toISOString() ?? null },
      requestId,
    })
    await emit(tx, { name: productChanged.name, data: { org: scope.orgId, product: productId } })
  })
}

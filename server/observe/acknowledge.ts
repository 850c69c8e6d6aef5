import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { obstacle } from './incident-life'
import * as store from './store'

/** Says that somebody looks after an incident. */
export async function acknowledge(actor: Actor, { id, note }: { id: string; note?: string }): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    const incident = await store.findIncident(scope, id)
    if (!incident) throw notFound('incident')
    const why = obstacle('acknowledge', incident.state)
    if (why) throw conflict(why)
    const at = now()
    const change = { state: 'acknowledged', acknowledgedAt: at } as const
    if (!(await store.changeIncident(scope, id, incident.state, change)))
      throw conflict('This incident changed meanwhile; look at it again.')
    await store.addEvent(scope, { incidentId: id, kind: 'acknowledged', by: principal.id, note: note || null, at })
    const resource = { type: 'product', id: incident.productId }
    await audit.record(scope, {
      actor: principal.id,
      action: 'incident.acknowledged',
      resource,
      requestId,
      detail: { incident: id },
    })
  })
}

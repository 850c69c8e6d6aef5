import * as audit from '@/server/audit'
import { now } from '@/server/platform/clock'
import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { obstacle } from './incident-life'
import type { Resolution } from './schema'
import * as store from './store'

type Resolving = { id: string; as: Resolution; note: string }

/**
 * Says what an incident was. One that was fixed comes back as soon as its promise is broken again; one that was expected, or a false
 * alarm, stays quiet until its promise was kept once.
 */
export async function resolve(actor: Actor, { id, as, note }: Resolving): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    const incident = await store.findIncident(scope, id)
    if (!incident) throw notFound('incident')
    const why = obstacle('resolve', incident.state)
    if (why) throw conflict(why)
    const at = now()
    const change = { state: 'resolved', resolvedAs: as, resolvedAt: at, quiet: as !== 'fixed' } as const
    if (!(await store.changeIncident(scope, id, incident.state, change)))
      throw conflict('This incident changed meanwhile; look at it again.')
    await store.addEvent(scope, { incidentId: id, kind: 'resolved', by: principal.id, note, at })
    const resource = { type: 'product', id: incident.productId }
    const detail = { incident: id, as }
    await audit.record(scope, { actor: principal.id, action: 'incident.resolved', resource, requestId, detail })
  })
}

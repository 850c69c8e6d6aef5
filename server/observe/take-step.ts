import { withOrg } from '@/server/platform/db'
import { conflict, notFound } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import { obstacle } from './incident-life'
import { noteStep } from './note-step'
import type { Resolution } from './schema'
import * as store from './store'

type Step = {
  id: string
  step: 'acknowledge' | 'resolve'
  kind: 'acknowledged' | 'resolved'
  at: Date
  note?: string
  change: Parameters<typeof store.changeIncident>[3]
  as?: Resolution
  /** Until when what is broken under it is excepted. */
  exceptUntil?: Date
}

/** Somebody moves an incident on, if it stands where the step begins, and nobody else did meanwhile. */
export async function takeStep(
  actor: Actor,
  { id, step, kind, at, note, change, as, exceptUntil }: Step,
): Promise<void> {
  const { scope, principal, requestId } = actor
  await withOrg(scope, async () => {
    const incident = await store.findIncident(scope, id)
    if (!incident) throw notFound('incident')
    const why = obstacle(step, incident.state)
    if (why) throw conflict(why)
    if (!(await store.changeIncident(scope, id, incident.state, change)))
      throw conflict('This incident changed meanwhile; look at it again.')
    await noteStep(scope, incident, {
      kind,
      at,
      note,
      actor: { id: principal.id, requestId },
      ...(as && {
        facts: { resolvedAs: as },
        detail: { as, ...(exceptUntil && { exceptUntil: exceptUntil.toISOString() }) },
      }),
    })
  })
}

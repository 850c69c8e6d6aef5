import * as audit from '@/server/audit'
import type { OrgScope } from '@/server/platform/db'
import type { IncidentEventKind } from './schema'
import * as store from './store'

type Step = {
  kind: IncidentEventKind
  at: Date
  note?: string
  /** Whose doing it was; nobody's unless said. */
  actor?: { id: string; requestId: string }
  /** What the audit tells beside the incident. */
  detail?: Record<string, string>
}

/** Writes down what became of an incident, in its history and in the audit. */
export async function noteStep(
  scope: OrgScope,
  { id, productId }: store.StoredIncident,
  { kind, at, note, actor, detail }: Step,
): Promise<void> {
  const by = actor?.id ?? 'system'
  await store.addEvent(scope, { incidentId: id, kind, by, note: note || null, at })
  await audit.record(scope, {
    actor: by,
    action: `incident.${kind}`,
    resource: { type: 'product', id: productId },
    requestId: actor?.requestId,
    detail: { incident: id, ...detail },
  })
}

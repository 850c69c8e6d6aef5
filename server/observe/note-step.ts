import * as audit from '@/server/audit'
import type { OrgScope } from '@/server/platform/db'
import type { IncidentEventKind, Resolution } from './schema'
import * as store from './store'

type Step = {
  kind: IncidentEventKind
  at: Date
  note?: string
  /** Whose doing it was; nobody's unless said. */
  actor?: { id: string; requestId: string }
  /** Of one that is seen: since when it could be, and when it was. Of one that a person resolved: as what. */
  facts?: { since?: Date; noticedAt?: Date; resolvedAs?: Resolution }
  /** What the audit tells beside the incident. */
  detail?: Record<string, string>
}

/** Writes down what became of an incident, in its history and in the audit. */
export async function noteStep(
  scope: OrgScope,
  { id, productId }: store.StoredIncident,
  { kind, at, note, actor, facts, detail }: Step,
): Promise<void> {
  const by = actor?.id ?? 'system'
  await store.addEvent(scope, { incidentId: id, kind, by, note: note || null, at, ...facts })
  await audit.record(scope, {
    actor: by,
    action: `incident.${kind}`,
    resource: { type: 'product', id: productId },
    requestId: actor?.requestId,
    detail: { incident: id, ...detail },
  })
}

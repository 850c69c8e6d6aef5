import * as audit from '@/server/audit'
import type { OrgScope } from '@/server/platform/db'
import type { IncidentEventKind } from './schema'
import * as store from './store'

type Step = { kind: IncidentEventKind; at: Date; note?: string }

/** Writes down what became of an incident without anybody's doing. */
export async function noteStep(
  scope: OrgScope,
  { id, productId }: store.StoredIncident,
  { kind, at, note }: Step,
): Promise<void> {
  await store.addEvent(scope, { incidentId: id, kind, by: 'system', note: note ?? null, at })
  const resource = { type: 'product', id: productId }
  await audit.record(scope, { actor: 'system', action: `incident.${kind}`, resource, detail: { incident: id } })
}

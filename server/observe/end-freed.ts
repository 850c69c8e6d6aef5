import type { OrgScope } from '@/server/platform/db'
import { endMarks } from './end-marks'
import { whenGone } from './incident-life'
import { noteStep } from './note-step'
import * as store from './store'

/** Resolves incidents that no promise stands under any more, inside a transaction that holds the product's watch. */
export async function endFreed(scope: OrgScope, productId: string, at: Date, note?: string): Promise<void> {
  for (const incident of await store.listFreed(scope, productId)) {
    const becomes = whenGone(incident)
    if (becomes === 'stays') continue
    const mended = { state: 'resolved', resolvedAs: 'fixed', resolvedAt: at } as const
    await store.changeIncident(scope, incident.id, incident.state, becomes === 'ends' ? { quiet: false } : mended)
    if (becomes !== 'recovers') continue
    await noteStep(scope, incident, { kind: 'recovered', at, note })
    await endMarks(scope, incident.id, at)
  }
}

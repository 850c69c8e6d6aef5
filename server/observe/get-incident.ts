import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { toAdjustmentShape } from './adjustment-shape'
import { listAdjustments } from './adjustment-store'
import { toIncidentShape } from './incident-shape'
import type { Sight } from './lineage-sight'
import { listAffected } from './list-affected'
import { listUpstream } from './list-upstream'
import type { IncidentDetail } from './schema'
import { shapeExpectations } from './shape-expectations'
import * as store from './store'

/** An incident with what became of it, the promises that it breaks now, and what hangs together with it, as far as one may know; throws not_found. */
export async function getIncident(
  scope: OrgScope,
  { id, whole, sight }: { id: string; whole: boolean; sight: Sight },
): Promise<IncidentDetail> {
  const row = await store.findIncident(scope, id)
  const of = row && (await product.listFacts(scope, [row.productId])).get(row.productId)
  if (!row || !of) throw notFound('incident')
  const [events, expectations, done] = await Promise.all([
    store.listEvents(scope, id),
    store.listExpectations(scope, { incidentId: id }),
    listAdjustments(scope, id),
  ])
  const members = [
    row.ownerId,
    ...[...events, ...done].map(({ by }) => by),
    ...done.flatMap(({ undoneBy }) => undoneBy ?? []),
  ]
  const began = events.findLast(({ kind }) => kind === 'opened' || kind === 'regressed')
  const lineage = await product.listLineage(scope, row)
  const around = { incident: row, opened: began?.at ?? row.firstSeenAt, lineage, sight }
  const [names, promises, upstream, affected] = await Promise.all([
    tenancy.loadNames(scope, { members, domains: [of.resource.domainId] }),
    shapeExpectations(scope, expectations, { whole }),
    listUpstream(scope, around),
    listAffected(scope, around),
  ])
  return {
    ...toIncidentShape(row, of, names),
    events: events.map(({ kind, by, note, at }) => ({
      kind,
      by: by === 'system' ? null : (names.members.get(by) ?? 'somebody who is gone'),
      note,
      at: at.toISOString(),
    })),
    expectations: promises,
    adjustments: done.map((one) => toAdjustmentShape(one, names, now())),
    upstream,
    affected,
  }
}

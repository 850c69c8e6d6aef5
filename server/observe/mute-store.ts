import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import type { AdjustmentKind, IncidentEventKind, Resolution } from './schema'

/** Which promises interrupt nobody, and what became of the incidents of each. */

type Mute = { until: Date; why: string; by: string }
/** Mutes a promise that is watched, or unmutes it; false where there is none such, or none that was muted. */
export const setMute = (scope: OrgScope, id: string, mute: Mute | null): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const where = { orgId: scope.orgId, id, ...(mute ? { goneAt: null } : { mutedUntil: { not: null } }) }
    const data = { mutedUntil: mute?.until ?? null, mutedWhy: mute?.why ?? null, mutedBy: mute?.by ?? null }
    return (await tx.expectation.updateMany({ where, data })).count > 0
  })

/** What people said that the incidents of some promises were, the newest first. */
export const listJudged = (scope: OrgScope, ids: readonly string[]): Promise<Map<string, Resolution[]>> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<{ id: string; all: Resolution[] }>`
      select e.id, array_agg(v.resolved_as order by v.at desc, v.id desc) as all from expectation e
        join incident i on i.org_id = e.org_id and i.product_id = e.product_id and i.cause_key = e.key
        join incident_event v on v.org_id = i.org_id and v.incident_id = i.id and v.resolved_as is not null
      where e.org_id = ${scope.orgId} and e.id = any(${[...ids]}::text[]) group by e.id`
    return new Map(rows.map(({ id, all }) => [id, all]))
  })

type Marked = {
  expectation: string
  incident: string
  kind: IncidentEventKind
  at: Date
  done: AdjustmentKind | null
}
/** What became of the incidents of a product's promises since a moment, and what was done about them: of those of their own, and of the one they stand under. */
export const listMarks = (scope: OrgScope, productId: string, since: Date, take: number): Promise<Marked[]> =>
  withOrg(
    scope,
    (
      _,
      sql,
    ) => sql<Marked>`select e.id as expectation, i.id as incident, v.kind, v.at, a.kind as done from expectation e
        join incident i on i.org_id = e.org_id and i.product_id = e.product_id
          and (i.cause_key in (e.key, 'added ' || e.id) or i.id = e.incident_id)
        join incident_event v on v.org_id = i.org_id and v.incident_id = i.id
        left join adjustment a on a.org_id = v.org_id and a.incident_id = v.incident_id
          and case v.kind when 'adjusted' then a.at when 'undone' then a.undone_at end = v.at
      where e.org_id = ${scope.orgId} and e.product_id = ${productId} and e.gone_at is null and v.at >= ${since}
      order by v.at desc, v.id desc limit ${take}`,
  )

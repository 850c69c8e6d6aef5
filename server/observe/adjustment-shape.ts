import type { Names } from '@/server/tenancy'
import { whyNotUndone } from './adjustment-life'
import type { StoredAdjustment } from './adjustment-store'
import type { Adjustment } from './schema'

/** What was done as readers get it, by the clock of this call. */
export function toAdjustmentShape(row: StoredAdjustment, { members }: Names, at: Date): Adjustment {
  const { versionId: _, asks: __, ...outcome } = row.outcome
  const nameOf = (id: string) => members.get(id) ?? 'somebody who is gone'
  return {
    id: row.id,
    kind: row.kind,
    by: nameOf(row.by),
    byRule: row.ruleKey !== null,
    at: row.at.toISOString(),
    note: row.note,
    until: row.until?.toISOString() ?? null,
    reversible: whyNotUndone(row, at) === null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoneBy: row.undoneBy === null || row.undoneBy === 'system' ? null : nameOf(row.undoneBy),
    verdict: row.verdict,
    verdictWhy: row.verdictWhy,
    verdictAt: row.verdictAt?.toISOString() ?? null,
    measureUntil: row.measureUntil.toISOString(),
    outcome,
  }
}

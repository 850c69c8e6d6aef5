import * as ingestion from '@/server/ingestion'
import type { OrgScope } from '@/server/platform/db'
import type { PortObject } from '@/server/product'
import type { KnownColumn } from './joinable'

/** The columns of these objects with what their contract and the profile of their rows say of them. */
export async function knowColumns(
  scope: OrgScope,
  objects: Pick<PortObject, 'name' | 'snapshotId' | 'columns'>[],
): Promise<KnownColumn[]> {
  const known = await Promise.all(
    objects.map(async (object) => {
      const { profile } = await ingestion.getSnapshot(scope, object.snapshotId)
      const measured = new Map(profile.columns.map((column) => [column.name, column]))
      return object.columns.map(({ name, physical, type, classification, businessName, key }): KnownColumn => {
        const facts = measured.get(physical)
        const filled = facts ? profile.rows - facts.nulls : 0
        return {
          ...{ object: object.name, name, businessName, type, classification, key },
          uniqueness: facts && filled > 0 ? Math.min(1, facts.distinct / filled) : null,
          distinct: facts?.distinct ?? null,
          personal: facts?.personal?.kind ?? null,
        }
      })
    }),
  )
  return known.flat()
}

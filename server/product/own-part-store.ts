import { type OrgScope, readOrg } from '@/server/platform/db'
import type { CustomProperty } from './contract'

/** What a version's product document says beyond the standard. */
export const getOwnParts = (scope: OrgScope, versionId: string) =>
  readOrg(scope, async (sql) => {
    const [row] = await sql<{ properties: CustomProperty[] | null }>`
      select content->'product'->'customProperties' as properties
      from product_version where org_id = ${scope.orgId} and id = ${versionId}`
    return row?.properties ?? []
  })

import { type OrgScope, withOrg } from '@/server/platform/db'
import type { CustomProperty } from './contract'

/** What a version's product document says beyond the standard. */
export const getOwnParts = (scope: OrgScope, versionId: string) =>
  withOrg(scope, async (_, sql) => {
    const [row] = await sql<{ properties: CustomProperty[] | null }>`
      select content->'product'->'customProperties' as properties
      from product_version where org_id = ${scope.orgId} and id = ${versionId}`
    return row?.properties ?? []
  })

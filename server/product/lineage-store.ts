import { type OrgScope, readOrg } from '@/server/platform/db'

/** Which published products hang together: by what they show, and by the ports they say they read. */

const MOST = 200 // products that one question names at most

/** Products whose ports show one of these assets. */
export const listByAssets = (scope: OrgScope, assetIds: readonly string[]): Promise<{ productId: string }[]> =>
  readOrg(
    scope,
    (sql) => sql<{ productId: string }>`select distinct v.product_id as "productId" from product_pointer p
      join product_version v on v.org_id = p.org_id and v.id = p.version_id and v.state in ('published', 'deprecated')
      where p.org_id = ${scope.orgId} and p.asset_id = any(${[...assetIds]}::text[]) order by 1 limit ${MOST}`,
  )

/** Products whose documents name one of these contracts at an input port, or at an output port. */
export const listByContracts = (
  scope: OrgScope,
  contractIds: readonly string[],
  at: 'inputPorts' | 'outputPorts',
): Promise<{ productId: string }[]> =>
  readOrg(
    scope,
    (sql) => sql<{ productId: string }>`select distinct v.product_id as "productId" from product_version v
      cross join lateral jsonb_array_elements(v.content->'product'->${at}::text) port
      where v.org_id = ${scope.orgId} and v.state in ('published', 'deprecated')
        and port->>'contractId' = any(${[...contractIds]}::text[]) order by 1 limit ${MOST}`,
  )

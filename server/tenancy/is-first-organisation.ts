import { asRole, type OrgScope } from '@/server/platform/db'

/** Whether no organisation of this installation is older; ids sort by birth. */
export const isFirstOrganisation = (scope: OrgScope): Promise<boolean> =>
  asRole('signin', async (client) => {
    const { rows } = await client.query('select 1 from organisation where org_id < $1 limit 1', [scope.orgId])
    return rows.length === 0
  })

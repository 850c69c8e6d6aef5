import { askAs, type OrgScope } from '@/server/platform/db'

/** Whether no organisation of this installation is older; ids sort by birth. */
export async function isFirstOrganisation(scope: OrgScope): Promise<boolean> {
  const older = await askAs('signin', 'select 1 from organisation where org_id < $1 limit 1', [scope.orgId])
  return older.length === 0
}

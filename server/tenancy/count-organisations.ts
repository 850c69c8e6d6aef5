import { askAs } from '@/server/platform/db'

/** Whether the installation has no organisation yet (so that the first-run screen may make one), one, or several. */
export async function countOrganisations(): Promise<'none' | 'one' | 'several'> {
  const rows = await askAs('signin', 'select org_id from organisation limit 2')
  return rows.length === 0 ? 'none' : rows.length === 1 ? 'one' : 'several'
}

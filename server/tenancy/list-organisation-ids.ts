import { askAs } from '@/server/platform/db'

/** Every organisation's id, for a sweep that wakes each one's own work. */
export async function listOrganisationIds(): Promise<string[]> {
  const rows = await askAs<{ org_id: string }>('signin', 'select org_id from organisation order by org_id')
  return rows.map((row) => row.org_id)
}

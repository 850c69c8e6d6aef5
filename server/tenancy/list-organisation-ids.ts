import { asRole } from '@/server/platform/db'

/** Every organisation's id, for a sweep that wakes each one's own work. */
export const listOrganisationIds = (): Promise<string[]> =>
  asRole('signin', async (client) => {
    const { rows } = await client.query<{ org_id: string }>('select org_id from organisation order by org_id')
    return rows.map((row) => row.org_id)
  })

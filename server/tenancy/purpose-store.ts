import { type OrgScope, readOrg, withOrg } from '@/server/platform/db'
import type { Purpose } from './schema'

export type StoredPurpose = Purpose & { endedAt: Date | null }

/** What every organisation starts with. */
const first: Purpose[] = [
  { slug: 'analytics', title: 'Analytics', description: 'Figures and reports for the organisation’s own decisions' },
  { slug: 'operations', title: 'Operations', description: 'Running a process that needs the rows as they are' },
  { slug: 'research', title: 'Research', description: 'Answering an open question; results may be published in sum' },
]

/** Every purpose there is or was, in the list's order. */
export const listPurposes = (scope: OrgScope): Promise<StoredPurpose[]> =>
  readOrg(scope, async (sql) => {
    const rows = await sql<StoredPurpose>`select slug, title, description, ended_at as "endedAt" from purpose
      where org_id = ${scope.orgId} order by position, slug`
    return rows.length === 0 ? first.map((one) => ({ ...one, endedAt: null })) : rows
  })

/** Holds every other change of the list until the transaction ends. */
export const lockPurposes = (scope: OrgScope): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`purposes ${scope.orgId}`}))`
  })

/** Writes the whole list, the ended ones with it. */
export const putPurposes = (scope: OrgScope, all: StoredPurpose[]): Promise<void> =>
  withOrg(scope, async (tx) => {
    await tx.purpose.deleteMany({ where: { orgId: scope.orgId } })
    await tx.purpose.createMany({ data: all.map((one, position) => ({ orgId: scope.orgId, ...one, position })) })
  })

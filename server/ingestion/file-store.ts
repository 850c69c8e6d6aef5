import { type OrgScope, withOrg } from '@/server/platform/db'

/** False while a backup copies the stored files; else no backup begins before the transaction has ended. */
export const mayRemoveFiles = (scope: OrgScope): Promise<boolean> =>
  withOrg(scope, async (tx) => {
    const rows = await tx.$queryRaw<{ may: boolean }[]>`select pg_try_advisory_xact_lock_shared(9, 0) as may`
    return rows[0]?.may === true
  })

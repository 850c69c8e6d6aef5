import * as access from '@/server/access'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/** Proves again what sources give, repairs what drifted, and goes on with what broke off; at once for a member who changed. */
export const watchGrants = tenantFunction(
  { id: 'watch-grants', event: [access.watchDue, tenancy.memberChanged], limit: 2 },
  async ({ scope, data, step }) => {
    const principalId = 'member' in data ? String(data.member) : undefined
    const ids = await step.run('list', () => access.listWatched(scope, { principalId }))
    // One that cannot be looked at is looked at again in the next round; the others do not wait for it.
    for (const id of ids) await step.run(`watch ${id}`, () => access.watchGrant(scope, id)).catch(() => null)
  },
)

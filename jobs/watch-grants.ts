import * as access from '@/server/access'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/**
 * Proves again what sources give, repairs what drifted, and goes on with what broke off; at once for a member who changed, and where
 * policies or a product did.
 */
export const watchGrants = tenantFunction(
  {
    id: 'watch-grants',
    event: [access.watchDue, tenancy.memberChanged, policy.policiesChanged, product.productChanged],
    limit: 2,
  },
  async ({ scope, data, step }) => {
    const of = {
      principalId: 'member' in data ? String(data.member) : undefined,
      productId: 'product' in data ? String(data.product) : undefined,
    }
    const ids = await step.run('list', () => access.listWatched(scope, of))
    // One that cannot be looked at is looked at again in the next round; the others do not wait for it.
    for (const id of ids) await step.run(`watch ${id}`, () => access.watchGrant(scope, id)).catch(() => null)
  },
)

import * as catalog from '@/server/catalog'
import { now } from '@/server/platform/clock'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'
import { tellSeekers } from './tell-seekers'

/** For so many ms after it was published a product is looked at again: who asked while it was being published was missed. */
const LOOKS = 86_400_000

/** Forgets what was wanted long ago, and tells what a lost run did not, when the organisation's turn in the sweep comes. */
export const sweepWanted = tenantFunction(
  { id: 'sweep-wanted', event: tenancy.organisationSwept, limit: 1 },
  async ({ scope, step }) => {
    await step.run('prune', () => catalog.pruneSearches(scope))
    const since = new Date(now().getTime() - LOOKS)
    const products = await step.run('published', () => product.listPublishedSince(scope, since))
    await tellSeekers(scope, step, products)
  },
)

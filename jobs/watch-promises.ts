import * as observe from '@/server/observe'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** Looks at what no event tells of, in every product: how old it has become, and checks whose event was lost. */
export const watchPromises = tenantFunction(
  { id: 'watch-promises', event: observe.watchDue, limit: 1 },
  async ({ scope, step }) => {
    const products = await step.run('products', () => product.listPublishedSince(scope, new Date(0)))
    for (const id of products)
      await step.run(`watch ${id}`, async () => {
        await observe.watchProduct(scope, id)
        await observe.watchFreshness(scope, id)
      })
  },
)

import * as observe from '@/server/observe'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** When a product's rows or promises are different: what its checks found is taken over, and what is broken becomes an incident, about which rules may do something. */
export const watchProduct = tenantFunction(
  { id: 'watch-product', event: product.productChanged, limit: 2 },
  async ({ scope, data, step }) => {
    await step.run('watch', () => observe.watchProduct(scope, data.product))
    await step.run('rules', () => observe.runRules(scope, data.product))
  },
)

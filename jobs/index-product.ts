import * as catalog from '@/server/catalog'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** Makes a product findable as it is now. */
export const indexProduct = tenantFunction(
  { id: 'index-product', event: product.productChanged },
  ({ scope, data, step }) =>
    step.run('index', async () => catalog.indexEntry(scope, data.product, await product.describe(scope, data.product))),
)

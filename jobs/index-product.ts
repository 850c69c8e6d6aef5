import * as catalog from '@/server/catalog'
import * as product from '@/server/product'
import { tenantFunction } from './client'

/** Makes a product findable as it is now. */
export const indexProduct = tenantFunction(
  { id: 'index-product', event: product.productChanged },
  ({ scope, data, step }) =>
    step.run('index', () => catalog.indexEntry(scope, data.product, () => product.describe(scope, data.product))),
)

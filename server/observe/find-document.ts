import type { OrgScope } from '@/server/platform/db'
import * as product from '@/server/product'
import { documentProperty } from './added-schema'

/** What the product's own document says is expected of it, in its draft or in the version that readers get; null where that is not there. */
export const findDocument = (scope: OrgScope, productId: string, of: 'draft' | 'published') =>
  product.findOwnPart(scope, { productId, property: documentProperty, of })

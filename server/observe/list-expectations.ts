import type { OrgScope } from '@/server/platform/db'
import type { Expectation } from './schema'
import * as store from './store'

/** What is promised of a product and watched, with how each promise stood last. */
export const listExpectations = (scope: OrgScope, productId: string): Promise<Expectation[]> =>
  store.listExpectations(scope, { productId })

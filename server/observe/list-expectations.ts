import type { OrgScope } from '@/server/platform/db'
import type { Expectation } from './schema'
import { shapeExpectations } from './shape-expectations'
import * as store from './store'

/** What is promised of a product and watched, with how each promise stood last. */
export const listExpectations = async (scope: OrgScope, productId: string): Promise<Expectation[]> =>
  shapeExpectations(scope, await store.listExpectations(scope, { productId }))

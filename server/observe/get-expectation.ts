import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import type { Expectation } from './schema'
import { shapeExpectations } from './shape-expectations'
import * as store from './store'

/** One promise that is watched, with how it stood last, for those who may edit the product; throws not_found. */
export async function getExpectation(scope: OrgScope, id: string): Promise<Expectation> {
  const [row] = await shapeExpectations(scope, await store.listExpectations(scope, { id }), { whole: true })
  if (!row) throw notFound('promise')
  return row
}

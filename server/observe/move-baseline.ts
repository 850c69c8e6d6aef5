import type { OrgScope } from '@/server/platform/db'
import { told } from './added'
import type { AddedAsk } from './added-schema'
import * as store from './added-store'

/** Lets an expectation ask something else from now on, under the title that it has, and learn from a time on. */
export async function moveBaseline(
  scope: OrgScope,
  one: store.Added,
  { ask, learnsFrom, at }: { ask: AddedAsk; learnsFrom: Date | null; at: Date },
): Promise<void> {
  await store.putAdded(scope, one.productId, { ...one, ...told(ask), title: one.title, ask }, at)
  await store.setLearnsFrom(scope, one.id, learnsFrom)
}

import type { OrgScope } from '@/server/platform/db'
import { listDue } from './list-due'
import { measureAdded } from './measure-added'

/** Measures what was added to a product and is due, one after the other. */
export async function measureNow(scope: OrgScope, productId: string): Promise<void> {
  for (const id of await listDue(scope, productId)) await measureAdded(scope, id)
}

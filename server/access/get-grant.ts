import { now } from '@/server/platform/clock'
import type { OrgScope } from '@/server/platform/db'
import { notFound } from '@/server/platform/errors'
import { loadNames } from './load-names'
import type { AccessGrant } from './schema'
import { toGrantShape } from './shape'
import * as store from './store'

/** A grant as it stands by the clock of this call. */
export async function getGrant(scope: OrgScope, id: string): Promise<AccessGrant> {
  const row = await store.findGrant(scope, id)
  if (!row) throw notFound('grant')
  return toGrantShape(row, await loadNames(scope, [row]), now())
}

import type { OrgScope } from '@/server/platform/db'
import { type Guarded, guarded } from './resource'
import { findRun } from './run-store'
import { findAsset, findConnection } from './store'

const find = {
  connection: (scope: OrgScope, id: string) => findConnection(scope, { id }),
  asset: (scope: OrgScope, id: string) => findAsset(scope, { id }),
  run: findRun,
}

/** What policy needs to know of a connection, asset or run to decide about it; null where there is none. */
export async function findResource<T extends 'connection' | 'asset' | 'run'>(
  scope: OrgScope,
  type: T,
  id: string,
): Promise<Guarded<T> | null> {
  return guarded(type, await find[type](scope, id))
}

import type { OrgScope } from '@/server/platform/db'
import { findConnection, type StoredConnection } from './store'

/** The connection that a contract names; null if there is none. */
export const getConnectionByName = (scope: OrgScope, name: string): Promise<StoredConnection | null> =>
  findConnection(scope, { name })
